//! Lambda runtimes by support status. AWS has postponed dates before, so expect
//! to edit this table.
//!
//! Source: the Lambda runtime schedule as of November 2026.

use crate::version::Version;

/// Runtimes of the token handler and of functions that do not set one, the newest
/// first. They are supported until 2028-04-30 and 2027-04-30.
const DEFAULTS: [&str; 2] = ["nodejs24.x", "nodejs22.x"];

/// The last days on which functions with a deprecated runtime can be created and
/// updated.
pub const CREATED_UNTIL: &str = "2027-02-01";
pub const UPDATED_UNTIL: &str = "2027-03-03";

/// The support status of a runtime.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Supported.
    Current,
    /// Without security updates; functions can be created until
    /// [`CREATED_UNTIL`] and updated until [`UPDATED_UNTIL`].
    Deprecated,
    /// Functions can no longer be created.
    Blocked,
    /// In the service model, but not in AWS's runtime schedule.
    Unlisted,
}

const RUNTIMES: &[(Status, &[&str])] = &[
    (
        Status::Current,
        &[
            "nodejs22.x",
            "nodejs24.x",
            "python3.11",
            "python3.12",
            "python3.13",
            "python3.14",
            "java8.al2",
            "java11",
            "java17",
            "java21",
            "java25",
            "java8.al2023",
            "java11.al2023",
            "java17.al2023",
            "dotnet10",
            "ruby3.3",
            "ruby3.4",
            "ruby4.0",
            "provided.al2023",
        ],
    ),
    (Status::Unlisted, &["nodejs26.x", "python3.15", "custom"]),
    (
        Status::Deprecated,
        &[
            "nodejs16.x",
            "nodejs18.x",
            "nodejs20.x",
            "python3.8",
            "python3.9",
            "python3.10",
            "dotnet6",
            "dotnet8",
            "ruby3.2",
            "provided.al2",
        ],
    ),
    (
        Status::Blocked,
        &[
            "nodejs",
            "nodejs4.3",
            "nodejs6.10",
            "nodejs8.10",
            "nodejs10.x",
            "nodejs12.x",
            "nodejs14.x",
            "python2.7",
            "python3.6",
            "python3.7",
            "ruby2.5",
            "ruby2.7",
            "java8",
            "go1.x",
            "provided",
            "dotnetcore1.0",
            "dotnetcore2.0",
            "dotnetcore2.1",
            "dotnetcore3.1",
        ],
    ),
];

/// The status of a runtime; `None` if Lambda does not have it.
pub fn status(runtime: &str) -> Option<Status> {
    RUNTIMES
        .iter()
        .find(|(_, runtimes)| runtimes.contains(&runtime))
        .map(|(status, _)| *status)
}

/// The first AWS provider version that accepts a runtime, if documented. See
/// <https://github.com/hashicorp/terraform-provider-aws/issues/45024>.
pub fn provider(runtime: &str) -> Option<Version> {
    match runtime {
        "nodejs24.x" => Some(Version(6, 19, 0)),
        "java25" | "python3.14" => Some(Version(6, 20, 0)),
        _ => None,
    }
}

/// The runtime of what does not set one: the newest that `floor` knows, the lowest
/// allowed version of the AWS provider.
pub fn default(floor: Version) -> &'static str {
    let [_, oldest] = DEFAULTS;
    let known = |runtime: &&str| provider(runtime).is_none_or(|since| since <= floor);
    DEFAULTS.into_iter().find(known).unwrap_or(oldest)
}

/// The supported runtimes.
pub fn current() -> impl DoubleEndedIterator<Item = &'static str> {
    RUNTIMES
        .iter()
        .filter(|(status, _)| *status == Status::Current)
        .flat_map(|(_, runtimes)| runtimes.iter().copied())
}
