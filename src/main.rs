//! The `offramp` command.

/// The service asks for memory a hundred times a request: this costs half of what the system's allocator does.
#[cfg(feature = "http")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    offramp_core::cli::run()
}
