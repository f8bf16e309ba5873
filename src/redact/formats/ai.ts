import type { Format } from "./format.ts";

const HUGGING_FACE = "^(?:hf|api_org)_[A-Za-z0-9]{30,}";

/** Keys of model vendors and of services around them. */
export const AI_FORMATS: readonly Format[] = [
  ["sk-ant-", "anthropic", "sk-ant-[\\w-]{16,}"],
  ["sk-", "openai", "^sk-[\\w-]{20,}", "ds"],
  ["xai-", "xai", "xai-\\w{60,}"],
  ["pplx-", "perplexity", "pplx-\\w{40,}"],
  ["r8_", "replicate", "^r8_[A-Za-z0-9]{36,}", "s"],
  ["tvly-", "tavily", "tvly-[\\w-]{24,}"],
  ["lsv2_", "langsmith", "lsv2_(?:pt|sk)_\\w{32,}"],
  ["hf_", "hugging-face", HUGGING_FACE, "s"],
  ["api_org_", "hugging-face", HUGGING_FACE, "s"],
  ["gsk_", "groq", "gsk_[A-Za-z0-9]{40,}"],
  ["nvapi-", "nvidia", "nvapi-[\\w-]{50,}"],
  ["pcsk_", "pinecone", "pcsk_[A-Za-z0-9_]{40,}"],
  ["csk-", "cerebras", "^csk-[a-z0-9]{40,}", "ds"],
  ["tgp_v1_", "together", "tgp_v1_[\\w-]{40,}"],
  ["fw_", "fireworks", "^fw_[A-Za-z0-9]{20,}", "ds"],
  ["jina_", "jina", "jina_[A-Za-z0-9_-]{50,}"],
  ["sk_", "elevenlabs", "^sk_[0-9a-f]{40,}", "s"],
  ["rpa_", "runpod", "^rpa_[A-Z0-9]{40}\\w*", "s"],
  ["apify_api_", "apify", "apify_api_[A-Za-z0-9]{30,}"],
  ["fc-", "firecrawl", "^fc-[0-9a-f]{32,}", "s"],
  ["ctx7sk-", "context7", "ctx7sk-[\\w-]{20,}"],
  ["esecret_", "anyscale", "esecret_[A-Za-z0-9]{20,}"],
];
