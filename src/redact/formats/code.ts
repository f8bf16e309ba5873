import type { Format } from "./format.ts";

const ATLASSIAN = "(?:ATATT3|ATCTT3|ATBB|ATOA)[\\w=-]{24,}";
const CIRCLECI = "CCIP(?:AT|RJ)_[A-Za-z0-9_]{40,}";
const BUILDKITE = "bk(?:ua|ct|aj)_[0-9a-zA-Z]{32,}";
const HARNESS = "[ps]at\\.[\\w-]{22}\\.[0-9a-z]{24}\\.[\\w-]{20,}";
const PREFECT = "^pn[ub]_[A-Za-z0-9]{36,}";
const SONAR = "^sq[upa]_[0-9a-zA-Z]{40,}";
const NEW_RELIC = "NR(?:AK|II|JS|RA)-[\\w-]{15,}";
const GRAFANA = "gl(?:c|sa)_[\\w+/=]{32,}";
const SENTRY = "sntry[su]_[\\w+/=-]{30,}";
const LAUNCHDARKLY = "^(?:api|sdk)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}";
const POSTHOG = "ph[xs]_[A-Za-z0-9]{40,}";
const NOTION = "(?:ntn_|secret_)[A-Za-z0-9]{43,}";

/** Keys of code hosts, registries, build, delivery and monitoring. */
export const CODE_FORMATS: readonly Format[] = [
  ["ghp_", "github", "gh[pousr]_\\w{30,}"],
  ["gho_", "github", "gh[pousr]_\\w{30,}"],
  ["ghu_", "github", "gh[pousr]_\\w{30,}"],
  ["ghs_", "github", "gh[pousr]_\\w{30,}"],
  ["ghr_", "github", "gh[pousr]_\\w{30,}"],
  ["github_pat_", "github", "github_pat_\\w{22,}"],
  ["gl", "gitlab", "gl(?:[dfr]t|pat|ptt|cbt|soat|oas|ffct|imt|agent|rtr|wt)-[\\w-]{18,}(?:\\.\\w+)?(?:\\.\\w+)?", "s"],
  ["gr1348941", "gitlab", "GR1348941[\\w-]{20,}"],
  ["_gitlab_session=", "gitlab", "(_gitlab_session=)[0-9a-z]{32,}"],
  ["bbdc-", "bitbucket", "BBDC-[A-Za-z0-9+/=]{40,}"],
  ["atatt3", "atlassian", ATLASSIAN],
  ["atctt3", "atlassian", ATLASSIAN],
  ["atbb", "atlassian", ATLASSIAN],
  ["atoa", "atlassian", ATLASSIAN],
  ["npm_", "npm", "npm_[A-Za-z0-9]{36,}"],
  ["rubygems_", "rubygems", "rubygems_[0-9a-f]{48,}"],
  ["pypi-ag", "pypi", "pypi-Ag[\\w-]{40,}"],
  ["oy2", "nuget", "^oy2[a-z0-9]{43}(?![a-z0-9])", "s"],
  ["cio", "crates", "^cio[A-Za-z0-9]{32}(?!\\w)", "ds"],
  ["clojars_", "clojars", "CLOJARS_[a-z0-9]{40,}", "i"],
  ["dckr_", "docker", "dckr_(?:pat|oat)_[\\w-]{20,}"],
  ["swmtkn-1-", "docker", "SWMTKN-1-[a-z0-9]{20,64}-[a-z0-9]{20,}"],
  ["akcp", "jfrog", "AKCp[A-Za-z0-9]{60,}"],
  ["cmvmd", "jfrog", "cmVmd[A-Za-z0-9]{55,}"],
  ["sgp_", "sourcegraph", "sgp_(?:[A-Za-z0-9]{16}_|local_)?[0-9a-f]{38,}", "i"],
  ["ccipat_", "circleci", CIRCLECI],
  ["ccipprj_", "circleci", CIRCLECI],
  ["bkua_", "buildkite", BUILDKITE],
  ["bkct_", "buildkite", BUILDKITE],
  ["bkaj_", "buildkite", BUILDKITE],
  ["pat.", "harness", HARNESS, "i"],
  ["sat.", "harness", HARNESS, "i"],
  ["api-", "octopus", "^API-[A-Z0-9]{25,}", "ds"],
  ["pnu_", "prefect", PREFECT, "s"],
  ["pnb_", "prefect", PREFECT, "s"],
  ["pul-", "pulumi", "pul-[0-9a-f]{40,}"],
  [".atlasv1.", "terraform", "[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{40,}", "i"],
  ["ico-", "infracost", "^ico-[A-Za-z0-9]{32,}", "s"],
  ["tk-us-", "scalingo", "tk-us-[\\w-]{40,}"],
  ["squ_", "sonar", SONAR, "s"],
  ["sqp_", "sonar", SONAR, "s"],
  ["sqa_", "sonar", SONAR, "s"],
  ["cc_", "codeclimate", "^cc_[0-9a-f]{40,}", "s"],
  ["rdme_", "readme", "rdme_[a-z0-9]{60,}"],
  ["pmak-", "postman", "PMAK-[0-9a-f]{24}-[0-9a-f]{30,}", "i"],
  ["nrak-", "new-relic", NEW_RELIC, "i"],
  ["nrii-", "new-relic", NEW_RELIC, "i"],
  ["nrjs-", "new-relic", NEW_RELIC, "i"],
  ["nrra-", "new-relic", NEW_RELIC, "i"],
  ["glc_", "grafana", GRAFANA],
  ["glsa_", "grafana", GRAFANA],
  ["eyjrijoi", "grafana", "eyJrIjoi[A-Za-z0-9+/]{50,}={0,2}", "i"],
  ["sntrys_", "sentry", SENTRY],
  ["sntryu_", "sentry", SENTRY],
  ["dt0", "dynatrace", "dt0[a-z]\\d\\d\\.[A-Z0-9]{8,24}\\.[A-Z0-9]{60,}", "i"],
  ["api-", "launchdarkly", LAUNCHDARKLY, "s"],
  ["sdk-", "launchdarkly", LAUNCHDARKLY, "s"],
  ["phx_", "posthog", POSTHOG],
  ["phs_", "posthog", POSTHOG],
  ["waka_", "wakatime", "waka_[0-9a-f-]{36}"],
  ["lin_", "linear", "lin_(?:api|oauth|wh)_[A-Za-z0-9]{32,}"],
  ["ntn_", "notion", NOTION],
  ["secret_", "notion", NOTION],
  ["fig", "figma", "fig(?:d|o|u|or|oh|our|ouh)_[\\w-]{30,}", "s"],
];
