//! The command `jwtgen`: arguments to exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    jwtgen::commands::run()
}
