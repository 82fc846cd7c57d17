//! `jwtgen explain` and `jwtgen rules`: what the codes mean.

use super::{ERROR, print, say};
use crate::cli::{Exit, Explain, Rules, RulesFormat};
use crate::explain;
use anyhow::Result;

/// Prints the page of a rule.
pub fn run(args: &Explain) -> Result<Exit> {
    match explain::find(&args.rule) {
        Ok(rule) => {
            print(explain::page(rule).trim_start())?;
            Ok(Exit::Fine)
        }
        Err(near) => {
            let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            say(&format!(
                "{ERROR}: there is no rule `{}`{near}\nhelp: run `jwtgen rules` to list all rules\n",
                args.rule
            ));
            Ok(Exit::Usage)
        }
    }
}

/// Lists the rules.
pub fn list(args: &Rules) -> Result<Exit> {
    print(&match args.format {
        RulesFormat::Text => explain::list(),
        RulesFormat::Json => crate::text::json(&explain::json()),
    })?;
    Ok(Exit::Fine)
}
