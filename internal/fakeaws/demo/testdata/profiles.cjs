// Resolves sample profiles with the AWS SDK for JavaScript v3 and asks STS who
// they are. Prints {profile: {arn} | {error}}.
const { createRequire } = require("node:module");
const path = require("node:path");
const need = createRequire(path.join(process.env.CREDENCE_NODE_MODULES, "..", "profiles.cjs"));
const { STSClient, GetCallerIdentityCommand } = need("@aws-sdk/client-sts");
const { fromNodeProviderChain } = need("@aws-sdk/credential-providers");

const { profiles, code } = JSON.parse(process.env.LANE);
const region = "eu-west-1";
const logger = { debug() {}, info() {}, warn() {}, error() {} };

(async () => {
  const out = {};
  for (const profile of profiles) {
    try {
      const credentials = fromNodeProviderChain({ profile, clientConfig: { region }, logger, mfaCodeProvider: async () => code });
      const sts = new STSClient({ region, credentials, maxAttempts: 1 });
      out[profile] = { arn: (await sts.send(new GetCallerIdentityCommand({}))).Arn };
    } catch (e) {
      out[profile] = { error: `${e.name}: ${e.message}` };
    }
  }
  console.log(JSON.stringify(out));
})();
