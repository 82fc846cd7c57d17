PASSWORD="Aa1-$(head -c 15 /dev/urandom | base64)"
export TF_VAR_user_passwords="{\"alice\":\"$PASSWORD\",\"bob\":\"$PASSWORD\"}"
terraform -chdir=out init
terraform -chdir=out apply
TOKEN=$(curl -s "https://cognito-idp.$AWS_REGION.amazonaws.com" \
  -H "Content-Type: application/x-amz-json-1.1" \
  -H "X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth" \
  -d "{\"ClientId\":$(terraform -chdir=out output -json client_ids | jq .web),
    \"AuthFlow\":\"USER_PASSWORD_AUTH\",
    \"AuthParameters\":{\"USERNAME\":\"bob\",\"PASSWORD\":\"$PASSWORD\"}}" |
  jq -r .AuthenticationResult.AccessToken)
curl -s -w ' %{http_code}\n' -H "Authorization: Bearer $TOKEN" \
  "$(terraform -chdir=out output -raw invoke_url)/{hello,admin}"
