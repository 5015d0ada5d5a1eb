//! The `offramp` command.

fn main() -> std::process::ExitCode {
    offramp_core::cli::run()
}
