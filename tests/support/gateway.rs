//! A gateway in front of the emulator that refuses what AWS refuses.

use super::emulator::Emulator;
use super::tools;
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running gateway; dropping it stops it.
pub(crate) struct Gateway {
    child: Child,
    /// Its URL, without a trailing slash.
    pub url: String,
}

impl Gateway {
    /// Starts a gateway in front of an emulator.
    pub(crate) fn start(emulator: &Emulator) -> Result<Gateway> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/gateway.mjs");
        let mut child = Command::new(tools::node()?)
            .arg(script)
            .arg(emulator.port().to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run the gateway")?;
        let stdout = child.stdout.take().context("stdout is piped")?;
        let mut port = String::new();
        BufReader::new(stdout).read_line(&mut port)?;
        Ok(Gateway {
            child,
            url: format!("http://127.0.0.1:{}", port.trim()),
        })
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
