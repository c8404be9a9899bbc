package profiles

import "strings"

// The keys that decide credentials.
const (
	keyAccessKeyID      = "aws_access_key_id"
	keySecretAccessKey  = "aws_secret_access_key"
	keySessionToken     = "aws_session_token"
	keySecurityToken    = "aws_security_token" // botocore's old name
	keyRoleARN          = "role_arn"
	keySourceProfile    = "source_profile"
	keyCredentialSource = "credential_source"
	keyMFASerial        = "mfa_serial"
	keyWebIdentityFile  = "web_identity_token_file"
	keyProcess          = "credential_process"
	keyLoginSession     = "login_session"
	keySSOSession       = "sso_session"
	keySSOStartURL      = "sso_start_url"
	keySSORegion        = "sso_region"
	keySSOAccountID     = "sso_account_id"
	keySSORoleName      = "sso_role_name"
)

// ssoKeys are those that make a profile one of IAM Identity Center (Node's isSsoProfile).
var ssoKeys = []string{keySSOStartURL, keySSOAccountID, keySSOSession, keySSORegion, keySSORoleName}

// profileKeys are the settings that SDKs and the AWS CLI know in a profile (AWS SDKs
// and Tools Reference Guide, "Settings reference"; the CLI's "config-vars" topic).
// Services may have blocks of their own; those are not listed.
var profileKeys = nameSet(`
	aws_access_key_id aws_secret_access_key aws_session_token aws_security_token aws_account_id aws_credential_scope
	role_arn source_profile credential_source role_session_name external_id duration_seconds mfa_serial mfa_process mfa
	web_identity_token_file credential_process login_session
	sso_session sso_start_url sso_region sso_account_id sso_role_name sso_registration_scopes sso_auto_populated
	region sts_regional_endpoints output cli_timestamp_format cli_follow_urlparam cli_binary_format cli_pager cli_history
	cli_auto_prompt cli_help_output cli_error_format parameter_validation ca_bundle tcp_keepalive max_attempts retry_mode
	defaults_mode api_versions metadata_service_timeout metadata_service_num_attempts ec2_metadata_v1_disabled
	ec2_metadata_service_endpoint ec2_metadata_service_endpoint_mode use_fips_endpoint use_dualstack_endpoint
	endpoint_url ignore_configured_endpoint_urls services endpoint_discovery_enabled account_id_endpoint_mode
	s3 s3_use_arn_region s3_disable_multiregion_access_points s3_disable_express_session_auth s3_us_east_1_regional_endpoint
	disable_request_compression request_min_compression_size_bytes request_checksum_calculation
	response_checksum_validation auth_scheme_preference sigv4a_signing_region_set sdk_ua_app_id enable_endpoint_discovery
	csm_enabled csm_host csm_port csm_client_id connect_timeout read_timeout proxies inject_host_prefix plugins
	cloudwatch dynamodb emr ddb signature_version payload_signing_enabled addressing_style use_accelerate_endpoint
	max_concurrent_requests max_queue_size multipart_threshold multipart_chunksize max_bandwidth credence_managed`)

// sessionKeys are those of an sso-session section.
var sessionKeys = nameSet(`sso_region sso_start_url sso_registration_scopes`)

// credentialSources are the values of credential_source.
var credentialSources = []string{"Environment", "Ec2InstanceMetadata", "EcsContainer"}

func nameSet(names string) map[string]bool {
	set := make(map[string]bool)
	for _, name := range strings.Fields(names) {
		set[name] = true
	}
	return set
}
