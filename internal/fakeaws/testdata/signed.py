"""Signs GetCallerIdentity requests with botocore for sts.amazonaws.com and
prints them, so that the same bytes can be sent to several servers."""
import json
import os

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

out = {}
for name, (key, secret, token) in json.loads(os.environ["LANE"]).items():
    request = AWSRequest(
        "POST",
        "https://sts.amazonaws.com/",
        data="Action=GetCallerIdentity&Version=2011-06-15",
        headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"},
    )
    SigV4Auth(Credentials(key, secret, token or None), "sts", "us-east-1").add_auth(request)
    prepared = request.prepare()
    body = prepared.body.decode() if isinstance(prepared.body, bytes) else prepared.body
    out[name] = {"headers": {k: v if isinstance(v, str) else v.decode() for k, v in prepared.headers.items()}, "body": body}
print(json.dumps(out))
