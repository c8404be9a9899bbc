// Asks STS who it is, with the default provider of the AWS SDK for JavaScript v3.
// node whoami.mjs NODE_MODULES
import { createRequire } from "node:module";
const require = createRequire(process.argv[2] + "/");
const { STSClient, GetCallerIdentityCommand } = require("@aws-sdk/client-sts");
const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
console.log(Arn);
