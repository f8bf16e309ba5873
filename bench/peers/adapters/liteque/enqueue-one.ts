import { enqueueOne } from "../../enqueue-one.ts";
import { openProducer } from "./producer.ts";

void enqueueOne(openProducer);
