import { Random } from "../random.ts";
import type { Recording } from "../types.ts";
import { World } from "../world.ts";

export const name = "notebook";

export interface Story {
  seed: number;
  target: string;
  leak: string;
  auc: string;
  honest: string;
  isMemoryRed: boolean;
}

export function story(seed: number): Story {
  const random = new Random(seed);
  return {
    seed,
    target: random.pick(["churn_90d", "readmission", "late_payment"]),
    leak: random.pick(["cancel_reason", "discharge_code", "dunning_level"]),
    auc: `0.9${random.int(41, 89)}`,
    honest: `0.7${random.int(11, 69)}`,
    isMemoryRed: random.next() < 0.5,
  };
}

export function play(told: Story): Recording {
  const { target, leak, auc, honest, isMemoryRed } = told;
  const world = new World(told.seed, {
    branch: "main",
    files: [
      "nb/01_explore.ipynb",
      "nb/02_features.ipynb",
      "nb/03_model.ipynb",
      "src/features.py",
      "params.yaml",
      "data.dvc",
    ],
  });
  const we = world.session().start();
  we.prompt(
    `Let's predict ${target}. Time-based split at 2025-07-01, never random, we got burned. Patients/customers under 18 stay out. Nothing leaves this machine: ` +
      `no uploads, no hosted tracking, mlflow local only. I'd like a baseline I can trust more than a big number :)`,
  );
  for (const task of ["Explore", "Features", "Baseline", "Calibration", "One-page summary"]) we.taskCreate(task);
  we.taskUpdate("1", "in_progress");
  we.look(6);
  for (let cell = 0; cell < 14; cell += 1) {
    we.notebook("nb/01_explore.ipynb", `c${cell}`, `df.groupby("m${cell}").size()`);
    we.look(1);
  }
  we.taskUpdate("1", "completed", "in_progress");
  we.taskUpdate("2", "in_progress");
  we.write("src/split.py", "CUT = '2025-07-01'\n");
  we.fail("python -m src.split", "ModuleNotFoundError: No module named 'pyarrow'");
  we.bash("uv pip install pyarrow", "Installed 1 package in 12ms");
  we.bash("python -m src.split", "train 81211  test 20115");
  for (let cell = 0; cell < 13; cell += 1) {
    we.notebook("nb/02_features.ipynb", `f${cell}`, `x["lag${cell}"] = x.groupby("id").shift(${cell})`);
    we.look(1);
  }
  we.taskUpdate("2", "completed", "in_progress");
  we.taskUpdate("3", "in_progress");
  we.bash("papermill nb/03_model.ipynb out.ipynb -p features all", `auc ${auc}`);
  we.stop(`AUC ${auc} looks too good. ${leak} is filled in after the event: a leak.`);
  we.prompt(`Ha, well spotted. Drop ${leak} for good, and put the reason in the summary.`);
  we.edit("params.yaml", `- ${leak}`, "# dropped: known only afterwards");
  for (let cell = 0; cell < 11; cell += 1) {
    we.notebook("nb/03_model.ipynb", `m${cell}`, `model.fit(x, y, seed=${cell})`);
    we.look(1);
  }
  we.bash("papermill nb/03_model.ipynb out.ipynb -p features clean", `auc ${honest}`);
  we.taskUpdate("3", "completed", "in_progress");
  we.taskUpdate("4", "in_progress");
  we.nod("nice");
  we.look(5);
  if (isMemoryRed) {
    we.fail(
      "papermill nb/04_calibration.ipynb out4.ipynb",
      'papermill.exceptions.PapermillExecutionError: \n---------------------------------------------------------------------------\nException encountered at "In [7]":\nMemoryError: Unable to allocate 38.2 GiB for an array with shape (101326, 50600)',
    );
  } else {
    we.fail(
      "papermill nb/04_calibration.ipynb out4.ipynb",
      'papermill.exceptions.PapermillExecutionError: \n---------------------------------------------------------------------------\nException encountered at "In [7]":\nValueError: y_prob has values outside [0, 1].',
    );
  }
  we.stop(`The honest baseline is AUC ${honest}, without ${leak}. Calibration does not run yet.`);
  we.nod("go on");
  we.look(6);
  we.began("NotebookEdit", {
    notebook_path: "{project}/nb/04_calibration.ipynb",
    cell_id: "in7",
    new_source: "clip",
    edit_mode: "replace",
  });
  we.crash();
  world.session().probe();
  return world.recording();
}
