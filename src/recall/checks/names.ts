/** Other names of the same programs, and the programs that only start another one of the same project. */

const LAUNCHERS = [
  "npx|bunx|pnpx|uvx|bun x|bun --bun|(?:npm|pnpm|yarn) (?:exec|x|dlx)",
  "python[\\d.]* (?:-[BIXWu]\\S* )*-m|py -m|coverage run -m",
  "(?:uv|poetry|pipenv|pdm|rye|hatch|pipx|uv tool) run|mise exec|bundle exec|c8|nyc",
].join("|");
const THEIR_FLAGS =
  "--|-[yq]|--(?:yes|quiet|no-install|bun|frozen|locked|no-sync|isolated|dev|all-extras|all-groups)|(?:-p|--(?:package|with|extra|group|python|env-file))[ =]\\S+";

export const NAMES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^(?:${LAUNCHERS})(?: (?:${THEIR_FLAGS}))* (?=[^-])`), ""],
  // Where a project keeps the programs of its packages.
  [/^(?:\S*\/)?(?:node_modules\/\.bin|vendor\/bin|\.?v?env\/bin)\/|^(?:\.\/)?bin\/(?=r)/, ""],
  [/^(?:node (?:--\S+ )*)?(?:\S*\/)?node_modules\/(?!\.bin)(?:typescript\/bin\/)?([a-z]+)(?:\/\S+)?(?= |$)/, "$1"],
  [/^node (?:--\S+ )*(?=(?:\S*\/)?node_modules\/\.bin\/)/, ""],
  [/^(?:node|tsx)(?: (?:-r|--(?:import|require|loader))[ =]\S+| --(?!test\b)\S+)* --test(?= |$)/, "node --test"],
  [/^(?:yarn|pnpm|bun)(?: run)? (?=(?:jest|vitest|mocha|eslint|tsc|prettier|biome|oxlint|playwright|turbo|nx)\b)/, ""],
  [/^@biomejs\/(?=biome(?: |$))/, ""],
  [/^([a-z][\w-]*)@[\w.^~-]+(?= |$)/, "$1"],
  [/^vitest run(?= |$)/, "vitest"],
  [/^unittest discover(?= |$)/, "unittest"],
  [/^py\.test(?= |$)/, "pytest"],
  [/^(?:\.{0,2}\/)*(gradle|mvn)w(?= |$)/, "$1"],
  [/^gmake(?= |$)/, "make"],
  [/^bazelisk(?= |$)/, "bazel"],
  [/^golangci-lint run(?= |$)/, "golangci-lint"],
  [/^cargo nextest run(?= |$)/, "cargo nextest"],
  [/^(?:python[\d.]* )?(?:\S*\/)?manage\.py test(?= |$)/, "django test"],
  [/^php (?=artisan |(?:vendor\/)?bin\/)/, ""],
  [/^docker-compose(?= )/, "docker compose"],
  [/^(?:docker (?:buildx|image)|podman) build(?= |$)/, "docker build"],
  [/^cargo t(?= |$)/, "cargo test"],
  [/^cargo b(?= |$)/, "cargo build"],
  [/^cargo c(?= |$)/, "cargo check"],
  [/^composer run(?:-script)?(?= )/, "composer"],
  [/^turbo run(?= )/, "turbo"],
  [/^nx run-many (.*?)(?:-t|--targets?)[ =](\S+)/, "nx $2 $1"],
  [/^nx affected (.*?)(?:-t|--targets?)[ =](\S+)/, "nx $2 --affected $1"],
  [/^nx run (\S+?):(\S+)/, "nx $2 $1"],
  [/^yarn workspace (\S+)(?: run)?(?= )/, "yarn --workspace=$1 run"],
  [/^yarn workspaces (?:foreach (?:-\S+ )*)?run(?= )/, "yarn --workspaces run"],
  [/^lerna run(?= )/, "npm --workspaces run"],
  [/^sudo (?=(?:npm|apt|apt-get|pip3?|brew|gem) )/, ""],
  [/^apt-get(?= )/, "apt"],
  [/^(?:uv )?pip[\d.]* install(?= |$)/, "pip install"],
  [/^poetry add(?= )/, "poetry install"],
  [/^bundle(?: install)?(?= -|$)/, "bundle install"],
];
