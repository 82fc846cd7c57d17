//! The rules: one file each, with code, documentation, check and wording.
//!
//! Problems found while reading or resolving are reported there, through a
//! constructor in the rule's file; all other rules have a `check`.

use crate::access::AccessMatrix;
use crate::backend::Requirement;
use crate::diagnostic::Diagnostics;
pub use crate::diagnostic::{Docs, Rule};
use crate::model::Model;
use crate::package::Packages;

/// What a rule may use.
pub struct Input<'a> {
    /// The resolved blueprint.
    pub model: &'a Model,
    /// The functions' sources.
    pub packages: &'a Packages,
    /// Who may call what.
    pub matrix: &'a AccessMatrix,
    /// What the backends require of the provider.
    pub requirements: &'a [Requirement],
}

/// A rule that checks the resolved blueprint.
pub struct Check {
    /// The rule.
    pub rule: &'static Rule,
    /// Checks and reports.
    pub run: fn(&Input<'_>, &mut Diagnostics),
    /// When it runs.
    pub when: When,
}

/// When a check runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Even while parts of the blueprint are missing.
    Always,
    /// When every name was resolved.
    Complete,
    /// When there are no errors: fixing one may fix this too.
    Fine,
}

/// The blueprint that the examples in the documentation modify.
pub const EXAMPLE_BASE: &str = r#"name = "shop"

[identity]

[clients.web]

[roles]
reader = ["read"]

[groups]
readers = ["reader"]

[functions.api]
source = "functions/api"

[routes]
"GET /items" = { function = "api", scopes = ["read"] }
"#;

macro_rules! rules {
    ($($(#[$docs:meta])* $module:ident;)*) => {
        $(pub mod $module;)*

        /// Every rule, in the order of the codes.
        pub static RULES: &[&Rule] = &[$(&$module::RULE),*];
    };
}

rules! {
    invalid_toml;
    not_utf8;
    unknown_key;
    wrong_type;
    missing_key;
    invalid_value;
    duplicate_key;
    decomposed_text;
    invalid_lint;
    unused_allow;
    invalid_acceptance;
    not_interpolated;
    invalid_removal;
    unknown_name;
    unknown_caller;
    ambiguous_caller;
    role_cycle;
    missing_identity;
    invalid_name;
    repeated_name;
    repeated_item;
    invalid_variable;
    wrong_rename;
    invalid_prefix;
    unused_variable;
    hyphenated_prefix;
    invalid_scope_format;
    long_scope;
    invalid_scope_name;
    standard_scope;
    requested_role_scope;
    invalid_domain_prefix;
    invalid_url;
    incomplete_oauth;
    no_sign_in;
    invalid_attribute;
    pool_conflict;
    invalid_validity;
    long_lived_token;
    federated_provider;
    unknown_provider;
    mapped_attribute;
    admin_flow_without_secret;
    shared_identity;
    secret_in_browser;
    password_without_secret;
    same_audience;
    foreign_identity;
    wrong_issuer;
    unattached_handler;
    phone_without_messages;
    unverified_sign_up;
    choice_without_factors;
    shared_audience;
    unknown_attribute;
    user_name_form;
    shared_unique_name;
    removed_scope;
    exposed_attribute;
    literal_redirect;
    scope_nobody_holds;
    failed_expectation;
    missing_access;
    public_with_scopes;
    any_token;
    too_many_scopes;
    invalid_reason;
    missing_client;
    scope_named_as_role;
    over_quota;
    raisable_quota;
    minted_scope_taken;
    empty_allow;
    machine_for_people;
    machine_spelling;
    machine_id_token;
    machine_scope;
    unlisted_scope;
    unused_scope;
    broken_invariant;
    invalid_pattern;
    idle_invariant;
    mixed_authorizer;
    foreign_access;
    invalid_source;
    cache_without_source;
    shared_answer;
    simple_response_format;
    unused_authorizer;
    slow_authorizer;
    invalid_issuer;
    shared_between_groups;
    unused_role;
    scope_without_route;
    open_catch_all;
    large_token;
    unseen_body;
    issuer_without_scopes;
    federated_newcomer;
    equal_authorizer;
    empty_invariant;
    invalid_route_key;
    ambiguous_routes;
    any_origin_with_credentials;
    protected_preflight;
    invalid_origin;
    invalid_header;
    metrics_without_throttle;
    invalid_log_format;
    invalid_log_group;
    invalid_stage_variable;
    long_description;
    invalid_tag;
    no_endpoint;
    impatient_gateway;
    route_target;
    invalid_target_url;
    plain_target;
    invalid_domain;
    open_back_door;
    foreign_path;
    broad_origin;
    similar_routes;
    misleading_stage;
    narrow_cors;
    unreachable_target;
    lost_path;
    missing_source;
    source_outside;
    missing_handler;
    unusable_runtime;
    deprecated_runtime;
    invalid_environment;
    wildcard_policy;
    invalid_policy;
    secret_in_environment;
    invalid_reference;
    function_limit;
    secret_in_package;
    function_origin;
    unused_function;
    long_policy;
    large_package;
    action_without_resource;
    idle_function;
    invalid_constraint;
    newer_than_floor;
    left_out;
    runtime_unknown_to_provider;
    edited_output;
    replaced_resource;
    removed_throttle;
    refused_change;
    recreated_resource;
    interrupted_calls;
    widened_access;
    changed_access;
    audited_difference;
    unproven_access;
}

/// Rules that only `compile` checks: they compare with the last compile.
pub static LATER: [&Rule; 5] = [
    &replaced_resource::RULE,
    &removed_throttle::RULE,
    &refused_change::RULE,
    &recreated_resource::RULE,
    &interrupted_calls::RULE,
];

/// A check of one item at a time.
const fn local(rule: &'static Rule, run: fn(&Input<'_>, &mut Diagnostics)) -> Check {
    Check {
        rule,
        run,
        when: When::Always,
    }
}

/// A check for missing items.
const fn whole(rule: &'static Rule, run: fn(&Input<'_>, &mut Diagnostics)) -> Check {
    Check {
        rule,
        run,
        when: When::Complete,
    }
}

/// A check for unused items.
const fn last(rule: &'static Rule, run: fn(&Input<'_>, &mut Diagnostics)) -> Check {
    Check {
        rule,
        run,
        when: When::Fine,
    }
}

/// Every rule that checks the resolved blueprint.
pub static CHECKS: &[Check] = &[
    local(&invalid_name::RULE, invalid_name::check),
    local(&invalid_prefix::RULE, invalid_prefix::check),
    local(&hyphenated_prefix::RULE, hyphenated_prefix::check),
    local(&repeated_name::RULE, repeated_name::check),
    local(&long_scope::RULE, long_scope::check),
    local(&invalid_scope_name::RULE, invalid_scope_name::check),
    local(&standard_scope::RULE, standard_scope::check),
    local(&requested_role_scope::RULE, requested_role_scope::check),
    local(&invalid_domain_prefix::RULE, invalid_domain_prefix::check),
    local(&invalid_url::RULE, invalid_url::check),
    local(&literal_redirect::RULE, literal_redirect::check),
    whole(&incomplete_oauth::RULE, incomplete_oauth::check),
    whole(&no_sign_in::RULE, no_sign_in::check),
    whole(&scope_nobody_holds::RULE, scope_nobody_holds::check),
    whole(&failed_expectation::RULE, failed_expectation::check),
    whole(&broken_invariant::RULE, broken_invariant::check),
    whole(&idle_invariant::RULE, idle_invariant::check),
    last(&empty_invariant::RULE, empty_invariant::check),
    whole(&shared_between_groups::RULE, shared_between_groups::check),
    whole(&open_catch_all::RULE, open_catch_all::check),
    local(&large_token::RULE, large_token::check),
    local(&secret_in_browser::RULE, secret_in_browser::check),
    local(
        &password_without_secret::RULE,
        password_without_secret::check,
    ),
    local(&same_audience::RULE, same_audience::check),
    local(&long_policy::RULE, long_policy::check),
    whole(&any_token::RULE, any_token::check),
    local(&too_many_scopes::RULE, too_many_scopes::check),
    local(&invalid_acceptance::RULE, invalid_acceptance::check),
    local(&invalid_reason::RULE, invalid_reason::check),
    whole(&missing_client::RULE, missing_client::check),
    whole(&scope_named_as_role::RULE, scope_named_as_role::check),
    local(&over_quota::RULE, over_quota::check),
    local(&raisable_quota::RULE, raisable_quota::check),
    local(&machine_spelling::RULE, machine_spelling::check),
    local(&machine_id_token::RULE, machine_id_token::check),
    local(&machine_scope::RULE, machine_scope::check),
    local(&invalid_attribute::RULE, invalid_attribute::check),
    local(&pool_conflict::RULE, pool_conflict::check),
    local(&invalid_validity::RULE, invalid_validity::check),
    local(&long_lived_token::RULE, long_lived_token::check),
    local(&phone_without_messages::RULE, phone_without_messages::check),
    local(&unverified_sign_up::RULE, unverified_sign_up::check),
    local(&choice_without_factors::RULE, choice_without_factors::check),
    local(&shared_audience::RULE, shared_audience::check),
    local(&unknown_attribute::RULE, unknown_attribute::check),
    local(&user_name_form::RULE, user_name_form::check),
    local(&shared_unique_name::RULE, shared_unique_name::check),
    local(&removed_scope::RULE, removed_scope::check),
    local(&exposed_attribute::RULE, exposed_attribute::check),
    whole(&issuer_without_scopes::RULE, issuer_without_scopes::check),
    local(&unseen_body::RULE, unseen_body::check),
    last(&federated_newcomer::RULE, federated_newcomer::check),
    local(&broad_origin::RULE, broad_origin::check),
    local(&federated_provider::RULE, federated_provider::check),
    local(&unknown_provider::RULE, unknown_provider::check),
    local(&mapped_attribute::RULE, mapped_attribute::check),
    local(
        &admin_flow_without_secret::RULE,
        admin_flow_without_secret::check,
    ),
    local(&shared_identity::RULE, shared_identity::check),
    local(&foreign_identity::RULE, foreign_identity::check_use),
    local(&wrong_issuer::RULE, wrong_issuer::check),
    whole(&unattached_handler::RULE, unattached_handler::check),
    local(&invalid_source::RULE, invalid_source::check),
    local(&cache_without_source::RULE, cache_without_source::check),
    local(&shared_answer::RULE, shared_answer::check),
    local(&simple_response_format::RULE, simple_response_format::check),
    local(&slow_authorizer::RULE, slow_authorizer::check),
    local(&invalid_issuer::RULE, invalid_issuer::check),
    local(&ambiguous_routes::RULE, ambiguous_routes::check),
    local(&similar_routes::RULE, similar_routes::check),
    local(
        &any_origin_with_credentials::RULE,
        any_origin_with_credentials::check,
    ),
    local(&protected_preflight::RULE, protected_preflight::check),
    local(&invalid_origin::RULE, invalid_origin::check),
    local(&invalid_header::RULE, invalid_header::check),
    last(&narrow_cors::RULE, narrow_cors::check),
    local(
        &metrics_without_throttle::RULE,
        metrics_without_throttle::check,
    ),
    local(&invalid_log_format::RULE, invalid_log_format::check),
    local(&invalid_log_group::RULE, invalid_log_group::check),
    local(&invalid_stage_variable::RULE, invalid_stage_variable::check),
    local(&long_description::RULE, long_description::check),
    local(&invalid_tag::RULE, invalid_tag::check),
    local(&no_endpoint::RULE, no_endpoint::check),
    local(&misleading_stage::RULE, misleading_stage::check),
    local(&impatient_gateway::RULE, impatient_gateway::check),
    local(&invalid_target_url::RULE, invalid_target_url::check),
    local(&plain_target::RULE, plain_target::check),
    local(&unreachable_target::RULE, unreachable_target::check),
    local(&lost_path::RULE, lost_path::check),
    local(&invalid_domain::RULE, invalid_domain::check),
    local(&open_back_door::RULE, open_back_door::check),
    local(&missing_source::RULE, missing_source::check),
    local(&source_outside::RULE, source_outside::check),
    local(&missing_handler::RULE, missing_handler::check),
    local(&unusable_runtime::RULE, unusable_runtime::check),
    local(&deprecated_runtime::RULE, deprecated_runtime::check),
    local(&invalid_environment::RULE, invalid_environment::check),
    local(&wildcard_policy::RULE, wildcard_policy::check),
    local(&invalid_policy::RULE, invalid_policy::check),
    whole(
        &action_without_resource::RULE,
        action_without_resource::check,
    ),
    local(&secret_in_environment::RULE, secret_in_environment::check),
    local(&invalid_reference::RULE, invalid_reference::check),
    whole(&function_limit::RULE, function_limit::check),
    local(&large_package::RULE, large_package::check),
    local(&secret_in_package::RULE, secret_in_package::check),
    local(&newer_than_floor::RULE, newer_than_floor::check),
    whole(&left_out::RULE, left_out::check),
    local(
        &runtime_unknown_to_provider::RULE,
        runtime_unknown_to_provider::check,
    ),
    last(&unused_role::RULE, unused_role::check),
    last(&unused_variable::RULE, unused_variable::check),
    last(&scope_without_route::RULE, scope_without_route::check),
    whole(&equal_authorizer::RULE, equal_authorizer::check),
    last(&unused_authorizer::RULE, unused_authorizer::check),
    last(&unused_function::RULE, unused_function::check),
    local(&idle_function::RULE, idle_function::check),
];

/// Runs every check that the state of the blueprint allows.
pub fn run(input: &Input<'_>, out: &mut Diagnostics) {
    for check in CHECKS {
        let runs = match check.when {
            When::Always => true,
            When::Complete => input.model.complete,
            When::Fine => input.model.complete && !out.has_errors(),
        };
        if runs {
            (check.run)(input, out);
        }
    }
}
