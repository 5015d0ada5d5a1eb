//! The command: exit codes, what stands on standard output and standard error, and files.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod bombs;
mod check;
mod destinations;
mod example;
mod fuzz;
mod identifiers;
mod kinds;
mod mend;
mod money;
mod outputs;
#[cfg(all(feature = "payout", feature = "sandbox"))]
mod payouts;
mod providers;
mod reconcile;
mod request;
mod same_rows;
mod several;
#[path = "../support/mod.rs"]
mod support;
mod surfaces;

use std::process::Stdio;

use assert_cmd::Command;

/// The command in an environment without settings.
fn offramp(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offramp"));
    command.env_clear().args(arguments);
    command
}

/// Runs to the end; answers exit code, standard output and standard error.
fn run(mut command: Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The JSON that the command prints, and its exit code.
fn json(arguments: &[&str]) -> (i32, serde_json::Value) {
    let (code, stdout, stderr) = run(offramp(arguments));
    assert_eq!(stderr, "");
    (code, serde_json::from_str(&stdout).unwrap())
}

#[test]
fn a_wrong_command_line_is_told_on_standard_error() {
    for arguments in [&["no-such-command"][..], &[], &["check"], &["validate", "iban"], &["validate", "ibann", "x"]] {
        let (code, stdout, stderr) = run(offramp(arguments));
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains("--help"), "{stderr}");
    }
}

#[test]
fn help_and_version_are_answers() {
    let (code, stdout, stderr) = run(offramp(&["--version"]));
    assert_eq!((code, stdout, stderr.as_str()), (0, format!("offramp {}\n", env!("CARGO_PKG_VERSION")), ""));
    let (code, stdout, stderr) = run(offramp(&["--help"]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    for command in ["check", "validate", "detect", "fields", "request", "completions", "man"] {
        assert!(stdout.contains(&format!("\n  {command} ")), "{command}");
    }
}

#[test]
fn completions_and_the_manual_page_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, stdout, stderr) = run(offramp(&["completions", shell]));
        assert_eq!((code, stderr.as_str()), (0, ""), "{shell}");
        assert!(stdout.contains("accepted") && stdout.contains("strictness"), "{shell}");
    }
    let (code, stdout, stderr) = run(offramp(&["man"]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains(".TH offramp 1") && stdout.contains("check"), "{stdout}");
}

#[test]
fn colours_are_for_terminals_or_on_demand() {
    let arguments = ["validate", "iban", "DE89370400440532013001"];
    let coloured = |command| run(command).1.contains('\u{1b}');
    assert!(!coloured(offramp(&arguments)), "standard output is no terminal");
    let mut command = offramp(&arguments);
    command.args(["--color", "always"]);
    assert!(coloured(command));
    let mut command = offramp(&arguments);
    command.args(["--color", "auto"]).env("NO_COLOR", "1");
    assert!(!coloured(command));
}

#[test]
fn a_reader_that_has_seen_enough_ends_the_command_quietly() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_offramp"))
        .args(["check", "--format", "ndjson", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    let row = "A,INR,1.00,user@okaxis\n".repeat(1000);
    let mut writing = std::io::Write::write_all(&mut input, b"reference,currency,amount,vpa\n");
    for _ in 0..100 {
        // the command may end before all is written
        writing = writing.and_then(|()| std::io::Write::write_all(&mut input, row.as_bytes()));
    }
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}
