// Asks the real Node SDK what its default provider answers.
//   node ask.mjs MODULES < jobs.json
// A job is {name, env, options}; the answer is {name, outcome, accessKeyId, accountId, message} for each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const { defaultProvider } = require("@aws-sdk/credential-provider-node");
console.warn = () => {};
process.on("unhandledRejection", () => {});

const answers = [];
for (const { name, env, options } of JSON.parse(readFileSync(0, "utf8"))) {
  for (const key of Object.keys(process.env)) delete process.env[key];
  Object.assign(process.env, env);
  const { mfaCode, maxRetries, ...rest } = options ?? {};
  const init = { ...rest };
  if (mfaCode) init.mfaCodeProvider = async () => mfaCode;
  if (maxRetries) init.maxRetries = Number(maxRetries);
  try {
    const got = await defaultProvider(init)();
    answers.push({ name, outcome: "found", accessKeyId: got.accessKeyId, accountId: got.accountId ?? "" });
  } catch (e) {
    answers.push({ name, outcome: "error", message: String(e.message) });
  }
}
process.stdout.write(JSON.stringify(answers));
