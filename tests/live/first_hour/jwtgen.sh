#!/bin/sh
# jwtgen; `verify` calls the emulator instead of AWS.
case $1 in
verify)
  api=$(terraform -chdir=out output -raw api_id)
  exec "$JWTGEN" "$@" --out out --url "$EMULATOR" --host "$api.execute-api.localhost"
  ;;
esac
exec "$JWTGEN" "$@"
