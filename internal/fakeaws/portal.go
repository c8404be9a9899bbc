package fakeaws

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// roleLife is how long role credentials of the portal live.
const roleLife = time.Hour

func portalError(status int, code, message string) reply {
	r := jsonReply(status, map[string]string{"message": message})
	r.set("X-Amzn-Errortype", code+coral+"com.amazonaws.switchboard.portal/")
	return r
}

// portal answers the SSO portal's operations; all carry the access token in a
// header and no signature.
func (s *Server) portal(c *call) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := c.r.Header.Get("X-Amz-Sso_bearer_token")
	g := s.state.oidc.access[token]
	i := (*SSOInstance)(nil)
	if g != nil {
		i = s.sso(g.startURL)
	}
	if g == nil || i == nil || !c.now.Before(g.expires) || i.away(c.region) {
		return portalError(http.StatusUnauthorized, "UnauthorizedException", "Session token not found or invalid")
	}
	switch c.op {
	case "Logout":
		s.signOut(token)
		return reply{status: http.StatusOK}
	case "ListAccounts":
		return listPage(c, "accountList", i.Accounts, func(a SSOAccount) any {
			return map[string]string{"accountId": a.ID, "accountName": a.Name, "emailAddress": a.Email}
		})
	}
	at := slices.IndexFunc(i.Accounts, func(a SSOAccount) bool { return a.ID == c.form.Get("account_id") })
	if c.op == "ListAccountRoles" {
		if at < 0 {
			return portalError(http.StatusNotFound, "ResourceNotFoundException", "Account not found")
		}
		return listPage(c, "roleList", i.Accounts[at].Roles, func(name string) any {
			return map[string]string{"roleName": name, "accountId": i.Accounts[at].ID}
		})
	}
	if c.form.Get("account_id") == "" || c.form.Get("role_name") == "" {
		return portalError(http.StatusBadRequest, "InvalidRequestException", "Missing parameter")
	}
	if at < 0 || !slices.Contains(i.Accounts[at].Roles, c.form.Get("role_name")) {
		return portalError(http.StatusForbidden, "ForbiddenException", "No access")
	}
	return s.roleCredentials(c, i)
}

func (s *Server) roleCredentials(c *call, i *SSOInstance) reply {
	account, name := c.form.Get("account_id"), c.form.Get("role_name")
	who, err := rolePrincipal(kindRole, ssoRoleARN(i, account, name), i.user())
	if err != nil {
		return portalError(http.StatusBadRequest, "InvalidRequestException", err.Error())
	}
	made := s.issue(who, c.now.Add(roleLife))
	return jsonReply(http.StatusOK, map[string]any{"roleCredentials": map[string]any{
		"accessKeyId": made.AccessKeyID, "secretAccessKey": made.SecretAccessKey,
		"sessionToken": made.SessionToken, "expiration": made.Expiration.UnixMilli(),
	}})
}

func (i *SSOInstance) user() string {
	if i.User == "" {
		return "jane"
	}
	return i.User
}

// ssoRoleARN is the role that stands behind a permission set in an account.
func ssoRoleARN(i *SSOInstance, account, name string) string {
	region := i.Region
	if region == "" {
		region = "us-east-1"
	}
	return fmt.Sprintf("arn:aws:iam::%s:role/aws-reserved/sso.amazonaws.com/%s/AWSReservedSSO_%s_%s", account, region, name, shortHash(account+"/"+name))
}

// SSORoleARN is the role that GetRoleCredentials yields, for use in trust facts.
func (i SSOInstance) SSORoleARN(account, permissionSet string) string {
	return ssoRoleARN(&i, account, permissionSet)
}

// listPage answers one page of a list; next_token is the index to go on from.
func listPage[T any](c *call, name string, all []T, show func(T) any) reply {
	size, err := strconv.Atoi(c.form.Get("max_result"))
	if err != nil || size < 1 || size > 100 {
		size = 100
	}
	from, err := strconv.Atoi(c.form.Get("next_token"))
	if err != nil || from < 0 || from > len(all) {
		from = 0
	}
	end := min(from+size, len(all))
	list := []any{}
	for _, item := range all[from:end] {
		list = append(list, show(item))
	}
	out := map[string]any{name: list, "nextToken": nil}
	if end < len(all) {
		out["nextToken"] = strconv.Itoa(end)
	}
	return jsonReply(http.StatusOK, out)
}
