// Drives the AWS SDK for JavaScript v3 against the fake. Prints one JSON object:
// a line per check with {arn} or {error, message}. Arguments come in LANE, JSON.
const { createRequire } = require("node:module");
const path = require("node:path");
const need = createRequire(path.join(process.env.CREDENCE_NODE_MODULES, "..", "lane.cjs"));
const { STSClient, GetCallerIdentityCommand, AssumeRoleCommand, GetSessionTokenCommand } = need("@aws-sdk/client-sts");
const { SSOClient, GetRoleCredentialsCommand, ListAccountsCommand } = need("@aws-sdk/client-sso");
const oidc = need("@aws-sdk/client-sso-oidc");
const providers = need("@aws-sdk/credential-providers");

const lane = JSON.parse(process.env.LANE);
const region = "eu-west-1";
const jane = { accessKeyId: lane.keyId, secretAccessKey: lane.secret };
const sts = (credentials) => new STSClient({ region, credentials, maxAttempts: 1 });
const whoami = async (credentials) => ({ arn: (await sts(credentials).send(new GetCallerIdentityCommand({}))).Arn });
const keys = (c) => ({ accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken });
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const ini = (profile, more = {}) => whoami(providers.fromIni({ profile, clientConfig: { region }, logger, ...more }));

const checks = {
  identity: () => whoami(jane),
  wrongSecret: () => whoami({ ...jane, secretAccessKey: "wrong" }),
  unknownKey: () => whoami({ ...jane, accessKeyId: "AKIANOBODYAAAAAAAAAA" }),
  assumeWithCode: async () => {
    const out = await sts(jane).send(new AssumeRoleCommand({ RoleArn: lane.mfaRole, RoleSessionName: "lane", SerialNumber: lane.serials[0], TokenCode: lane.codes[0] }));
    return whoami(keys(out.Credentials));
  },
  sessionWithCode: async () => {
    const out = await sts(jane).send(new GetSessionTokenCommand({ SerialNumber: lane.serials[1], TokenCode: lane.codes[1] }));
    return whoami(keys(out.Credentials));
  },
  iniMfa: () => ini("admin", { mfaCodeProvider: async () => lane.codes[2] }),
  iniMfaReuse: () => ini("admin", { mfaCodeProvider: async () => lane.codes[2] }),
  iniExternalId: () => ini("vendor"),
  iniWebIdentity: () => ini("pod"),
  iniSso: () => ini("sso"),
  iniSsoHop: () => ini("hop"),
  iniLogin: () => ini("login"),
  instance: () => whoami(providers.fromInstanceMetadata({ logger })),
  container: () => whoami(providers.fromHttp({ awsContainerCredentialsFullUri: lane.containerUri, awsContainerAuthorizationToken: "Basic abc", logger })),
  portalDenied: async () => new SSOClient({ region }).send(new GetRoleCredentialsCommand({ accessToken: "junk", accountId: "111122223333", roleName: "Admin" })),
  deviceFlow: async () => {
    const c = new oidc.SSOOIDCClient({ region });
    const reg = await c.send(new oidc.RegisterClientCommand({ clientName: "lane", clientType: "public", scopes: ["sso:account:access"] }));
    const id = { clientId: reg.clientId, clientSecret: reg.clientSecret };
    const auth = await c.send(new oidc.StartDeviceAuthorizationCommand({ ...id, startUrl: lane.startUrl }));
    const poll = () => c.send(new oidc.CreateTokenCommand({ ...id, deviceCode: auth.deviceCode, grantType: "urn:ietf:params:oauth:grant-type:device_code" }));
    const seen = [];
    for (;;) {
      try {
        const token = await poll();
        const list = await new SSOClient({ region }).send(new ListAccountsCommand({ accessToken: token.accessToken }));
        const again = await c.send(new oidc.CreateTokenCommand({ ...id, refreshToken: token.refreshToken, grantType: "refresh_token" }));
        let reuse = "accepted";
        try {
          await c.send(new oidc.CreateTokenCommand({ ...id, refreshToken: token.refreshToken, grantType: "refresh_token" }));
        } catch (e) {
          reuse = `${e.name} ${e.error}`;
        }
        return { arn: `${seen[0]} ${list.accountList.length} ${again.refreshToken !== token.refreshToken} ${reuse}` };
      } catch (e) {
        if (!["AuthorizationPendingException", "SlowDownException"].includes(e.name)) throw e;
        seen.push(`${e.name} ${e.error}`);
        await new Promise((r) => setTimeout(r, 1000 * auth.interval + 100));
      }
    }
  },
};

(async () => {
  const out = {};
  for (const [name, check] of Object.entries(checks)) {
    try {
      out[name] = await check();
    } catch (e) {
      out[name] = { error: e.name, message: String(e.message) };
    }
  }
  console.log(JSON.stringify(out));
})();
