// Package console knows the pages of the AWS Management Console: which address shows
// which service in which partition and region.
package console

import (
	"maps"
	"slices"
)

// pages are the paths of services by the names that people and the AWS CLI use. The
// console has no published list; these are its own addresses.
var pages = map[string]string{
	"access-analyzer": "/access-analyzer/home", "acm": "/acm/home", "amplify": "/amplify/home", "apigateway": "/apigateway/main/apis",
	"appconfig": "/systems-manager/appconfig", "apprunner": "/apprunner/home", "appsync": "/appsync/home", "athena": "/athena/home",
	"aurora": "/rds/home", "autoscaling": "/ec2/home#AutoScalingGroups:", "backup": "/backup/home", "batch": "/batch/home",
	"bedrock": "/bedrock/home", "billing": "/billing/home", "budgets": "/billing/home#/budgets", "cloud9": "/cloud9control/home",
	"cloudformation": "/cloudformation/home", "cloudfront": "/cloudfront/v4/home", "cloudhsm": "/cloudhsm/home", "cloudmap": "/cloudmap/home",
	"cloudshell": "/cloudshell/home", "cloudtrail": "/cloudtrailv2/home", "cloudwatch": "/cloudwatch/home", "codeartifact": "/codesuite/codeartifact/home",
	"codebuild": "/codesuite/codebuild/projects", "codecommit": "/codesuite/codecommit/repositories", "codedeploy": "/codesuite/codedeploy/applications",
	"codepipeline": "/codesuite/codepipeline/pipelines", "cognito": "/cognito/v2/home", "config": "/config/home", "connect": "/connect/v2/app/instances",
	"controltower": "/controltower/home", "cost-explorer": "/costmanagement/home#/cost-explorer", "datasync": "/datasync/home",
	"directconnect": "/directconnect/v2/home", "dms": "/dms/v2/home", "docdb": "/docdb/home", "ds": "/directoryservicev2/home",
	"dynamodb": "/dynamodbv2/home", "ec2": "/ec2/home", "ecr": "/ecr/private-registry/repositories", "ecs": "/ecs/v2/home", "efs": "/efs/home",
	"eks": "/eks/home", "elasticache": "/elasticache/home", "elasticbeanstalk": "/elasticbeanstalk/home", "elb": "/ec2/home#LoadBalancers:",
	"emr": "/emr/home", "eventbridge": "/events/home", "firehose": "/firehose/home", "fsx": "/fsx/home", "glacier": "/glacier/home",
	"globalaccelerator": "/globalaccelerator/home", "glue": "/glue/home", "grafana": "/grafana/home", "guardduty": "/guardduty/home",
	"health": "/health/home", "iam": "/iam/home", "identity-center": "/singlesignon/home", "imagebuilder": "/imagebuilder/home",
	"inspector": "/inspector/v2/home", "iot": "/iot/home", "kinesis": "/kinesis/home", "kms": "/kms/home", "lakeformation": "/lakeformation/home",
	"lambda": "/lambda/home", "logs": "/cloudwatch/home#logsV2:log-groups", "macie": "/macie/home", "memorydb": "/memorydb/home",
	"mq": "/amazon-mq/home", "msk": "/msk/home", "neptune": "/neptune/home", "network-firewall": "/vpcconsole/home#NetworkFirewalls:",
	"opensearch": "/aos/home", "organizations": "/organizations/v2/home", "parameter-store": "/systems-manager/parameters",
	"quicksight": "/quicksight/home", "ram": "/ram/home", "rds": "/rds/home", "redshift": "/redshiftv2/home", "resource-groups": "/resource-groups/home",
	"route53": "/route53/v2/home", "s3": "/s3/home", "sagemaker": "/sagemaker/home", "secretsmanager": "/secretsmanager/home",
	"securityhub": "/securityhub/home", "service-quotas": "/servicequotas/home", "servicecatalog": "/servicecatalog/home", "ses": "/ses/home",
	"sns": "/sns/v3/home", "sqs": "/sqs/v3/home", "ssm": "/systems-manager/home", "sso": "/singlesignon/home", "stepfunctions": "/states/home",
	"storagegateway": "/storagegateway/home", "support": "/support/home", "textract": "/textract/home", "transfer": "/transfer/home",
	"trustedadvisor": "/trustedadvisor/home", "vpc": "/vpcconsole/home", "waf": "/wafv2/homev2", "wellarchitected": "/wellarchitected/home",
	"workspaces": "/workspaces/v2/home", "xray": "/cloudwatch/home#xray:traces",
}

// aliases are other names of services: those of their APIs, and abbreviations.
var aliases = map[string]string{
	"agw": "apigateway", "api-gateway": "apigateway", "asg": "autoscaling", "auto-scaling": "autoscaling",
	"beanstalk": "elasticbeanstalk", "ce": "cost-explorer", "certificatemanager": "acm", "cf": "cloudformation",
	"cfn": "cloudformation", "cloudwatch-logs": "logs", "cognito-idp": "cognito", "cost": "cost-explorer", "ct": "cloudtrail", "cw": "cloudwatch",
	"ddb": "dynamodb", "directory": "ds", "dynamo": "dynamodb", "eb": "elasticbeanstalk", "elasticsearch": "opensearch", "elbv2": "elb",
	"es": "opensearch", "events": "eventbridge", "home": "", "kafka": "msk", "loadbalancers": "elb",
	"org": "organizations", "params": "parameter-store", "quotas": "service-quotas", "r53": "route53", "sc": "servicecatalog", "scr": "secretsmanager",
	"secrets": "secretsmanager", "servicequotas": "service-quotas", "sfn": "stepfunctions", "sm": "secretsmanager", "states": "stepfunctions",
	"step-functions": "stepfunctions", "systems-manager": "ssm", "tags": "resource-groups", "wafv2": "waf",
}

// Services are the names of the services, in alphabetical order, aliases left out.
func Services() []string { return slices.Sorted(maps.Keys(pages)) }

// page is the path of a service by its name or an alias; ok for "" and "home", the
// console's first page.
func page(service string) (string, bool) {
	if to, ok := aliases[service]; ok {
		service = to
	}
	if service == "" {
		return "/console/home", true
	}
	path, ok := pages[service]
	return path, ok
}
