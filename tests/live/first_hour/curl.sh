#!/bin/sh
# curl; what is for AWS goes to the emulator.
for argument do
  shift
  case $argument in
  https://cognito-idp.*.amazonaws.com)
    argument=$EMULATOR
    ;;
  https://*.execute-api.*.amazonaws.com*)
    host=${argument#https://}
    set -- "$@" -H "Host: ${host%%.*}.execute-api.localhost"
    argument=$EMULATOR/${host#*/}
    ;;
  esac
  set -- "$@" "$argument"
done
exec $CURL "$@"
