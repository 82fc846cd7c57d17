#!/bin/sh
# Terraform in the folder whose files are for the provider at hand. Questions
# are answered with yes, as a person would.
chdir=$1
shift
if [ "$chdir" != -chdir=out ]; then
  echo "unexpected: terraform $chdir" >&2
  exit 1
fi
yes_to_all() { printf 'yes\n'; }
yes_to_all | exec "$TERRAFORM" "-chdir=$APPLIED" "$@"
