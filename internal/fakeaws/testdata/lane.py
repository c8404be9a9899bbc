"""Drives botocore against the fake; the counterpart of lane.cjs."""
import json
import os

import botocore.session
from botocore.config import Config

lane = json.loads(os.environ["LANE"])
REGION = "eu-west-1"


def client(service, **keys):
    session = botocore.session.Session()
    return session.create_client(service, region_name=REGION, config=Config(retries={"max_attempts": 0}), **keys)


def sts(key=lane["keyId"], secret=lane["secret"], token=None):
    return client("sts", aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token)


def whoami(c):
    return {"arn": c.get_caller_identity()["Arn"]}


def keys(c):
    return c["AccessKeyId"], c["SecretAccessKey"], c["SessionToken"]


def profile(name, code=None):
    session = botocore.session.Session(profile=name)
    if code:
        session.get_component("credential_provider").get_provider("assume-role")._prompter = lambda _: code
    return whoami(session.create_client("sts", region_name=REGION))


def assume_with_code():
    out = sts().assume_role(RoleArn=lane["mfaRole"], RoleSessionName="lane", SerialNumber=lane["serials"][0], TokenCode=lane["codes"][0])
    return whoami(sts(*keys(out["Credentials"])))


def session_with_code():
    out = sts().get_session_token(SerialNumber=lane["serials"][1], TokenCode=lane["codes"][1])
    return whoami(sts(*keys(out["Credentials"])))


def environment(**variables):
    os.environ.update(variables)
    try:
        return whoami(client("sts"))
    finally:
        for name in variables:
            del os.environ[name]


def portal_denied():
    client("sso").get_role_credentials(accessToken="junk", accountId="111122223333", roleName="Admin")


CHECKS = {
    "identity": lambda: whoami(sts()),
    "wrongSecret": lambda: whoami(sts(secret="wrong")),
    "unknownKey": lambda: whoami(sts(key="AKIANOBODYAAAAAAAAAA")),
    "assumeWithCode": assume_with_code,
    "sessionWithCode": session_with_code,
    "iniMfa": lambda: profile("admin", lane["codes"][2]),
    "iniMfaReuse": lambda: profile("admin", lane["codes"][2]),
    "iniExternalId": lambda: profile("vendor"),
    "iniWebIdentity": lambda: profile("pod"),
    "iniSso": lambda: profile("sso"),
    "iniSsoHop": lambda: profile("hop"),
    "instance": lambda: whoami(client("sts")),
    "container": lambda: environment(AWS_CONTAINER_CREDENTIALS_FULL_URI=lane["containerUri"], AWS_CONTAINER_AUTHORIZATION_TOKEN="Basic abc"),
    "portalDenied": portal_denied,
}

out = {}
for name, check in CHECKS.items():
    try:
        out[name] = check()
    except Exception as e:  # every failure is an answer
        response = getattr(e, "response", {}) or {}
        out[name] = {"error": response.get("Error", {}).get("Code", type(e).__name__), "message": str(e)}
print(json.dumps(out))
