//! The `offramp` command: arguments in, text out, no rules of its own.
//!
//! Exit codes: 0 nothing is wrong, 1 a finding is an error, 2 the command itself could not do its work.

#[cfg(feature = "http")]
mod alarms;
mod allocate;
mod amount;
mod attempt;
mod business_day;
mod check;
mod compute;
mod data;
mod destination;
mod environment;
mod explain;
mod fees;
mod fields;
mod limits;
mod lists;
mod mask;
mod money;
mod outputs;
mod payment;
#[cfg(feature = "http")]
mod payments;
#[cfg(feature = "payout")]
mod payout;
mod providers;
mod quote;
mod reconcile;
mod request;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(feature = "http")]
mod serve;
mod settle;
mod signature;
mod style;
mod validate;
mod webhook;
#[cfg(feature = "http")]
mod webhooks;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::code::Severity;
use crate::finding::{Finding, Verdict};
use crate::identifier::Strictness;
use style::{Style, printable};

/// Checks payouts before money moves, and builds the requests that move it
#[derive(Debug, Parser)]
#[command(name = "offramp", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Print JSON instead of text
    #[arg(long, global = true)]
    json: bool,

    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = When::Auto, value_name = "WHEN")]
    color: When,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check files of payouts, row by row
    Check(check::Args),
    /// Judge identifiers of one kind
    Validate(validate::ValidateArgs),
    /// Say what a text could be
    Detect(validate::DetectArgs),
    /// Say what the code of a finding means, and what to do about it
    Explain(explain::Args),
    /// Show the fields that a currency's destinations need
    Fields(fields::Args),
    /// Judge the fields of one destination together
    Destination(destination::Args),
    /// List what there is: kinds, currencies, corridors, schemes or providers
    List(lists::Args),
    /// Build and sign a provider's request, without sending it
    Request(request::Args),
    /// Read a provider's answer
    Parse(providers::ParseArgs),
    /// Verify or sign webhook deliveries
    #[command(subcommand)]
    Webhook(webhook::Command),
    /// Show how a request or a webhook delivery is signed, part by part
    ExplainSignature(signature::Args),
    /// Say whether and when a request may be sent again after an attempt
    Classify(attempt::ClassifyArgs),
    /// Say what becomes of an order when a status comes in, late, twice or out of order
    NextStatus(attempt::NextStatusArgs),
    /// Work something out that a provider needs and that takes no request, such as settings from variables
    Compute(compute::ComputeArgs),
    /// Print the idempotency key of an operation with an input, the same for the same payment
    Key(compute::KeyArgs),
    /// Print a request, an answer or an event as a log may have it
    Mask(mask::Args),
    /// List the providers, and what is configured and what is missing before real money moves
    Providers(providers::Args),
    /// Compute the fees on an amount
    Fees(fees::Args),
    /// Compute what arrives, or what must be sent so that something arrives
    Quote(quote::Args),
    /// Say whether a payment is within its limits, and when it will be
    Limits(limits::Args),
    /// Say when a payment arrives
    Settle(settle::Args),
    /// Say whether a day is a business day, and which are by the usual conventions
    BusinessDay(business_day::Args),
    /// Read an amount, or write it as people read it, in words too
    Amount(amount::Args),
    /// Split an amount without losing any of it
    Allocate(allocate::Args),
    /// Make directory files of published tables, such as Pay.UK's modulus checks
    #[command(subcommand)]
    Data(data::Command),
    /// Run the HTTP service: payments, the core under /v1, webhooks
    #[cfg(feature = "http")]
    Serve(Box<serve::Args>),
    /// Serve the providers' APIs on this machine for tests, with faults and a ledger of who was paid
    #[cfg(feature = "sandbox")]
    Sandbox(sandbox::Args),
    /// Pay a file of beneficiaries, each once, and report what became of every one
    #[cfg(feature = "payout")]
    #[command(subcommand)]
    Payout(payout::Command),
    /// Hold a ledger, or the report of a payout, against statements of banks and providers
    Reconcile(reconcile::Args),
    /// List and show payments, and record what became of one as the gateway told somebody
    #[cfg(feature = "http")]
    #[command(subcommand)]
    Payments(payments::Command),
    /// List, show and resolve what gateway and record say differently about payments
    #[cfg(feature = "http")]
    #[command(subcommand)]
    Alarms(alarms::Command),
    /// List what services are told of payments' ends, and have it told again
    #[cfg(feature = "http")]
    #[command(subcommand)]
    Webhooks(webhooks::Command),
    /// Print a script that completes this command in a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// How strictly to judge.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum StrictnessArg {
    /// What a careful payer wants
    #[default]
    Strict,
    /// Accept what the providers' documents accept, with a warning
    Compat,
}

impl From<StrictnessArg> for Strictness {
    fn from(arg: StrictnessArg) -> Strictness {
        match arg {
            StrictnessArg::Strict => Strictness::Strict,
            StrictnessArg::Compat => Strictness::Compat,
        }
    }
}

/// What ends a command with status 1 besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A verdict that is undetermined
    Undetermined,
    /// A warning, or a verdict that is undetermined
    Warning,
}

impl FailOn {
    /// Whether a verdict with these findings is to end the command with status 1.
    fn is_met(given: Option<FailOn>, verdict: Verdict, findings: &[Finding]) -> bool {
        let has_warning = || findings.iter().any(|finding| finding.severity() == Severity::Warning);
        match (verdict, given) {
            (Verdict::Invalid, _) | (Verdict::Undetermined, Some(_)) => true,
            (_, Some(FailOn::Warning)) => has_warning(),
            _ => false,
        }
    }
}

/// Whether something that was judged is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Fine,
    Wrong,
}

/// Runs the command of this process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            let text = error.to_string();
            // nothing is left to be done if even this cannot be printed
            let _ = if text.lines().all(|line| printable(line) == line) {
                error.print()
            } else {
                // arguments are quoted in it
                let lines: Vec<String> = text.lines().map(printable).collect();
                writeln!(io::stderr(), "{}", lines.join("\n"))
            };
            return ExitCode::from(code);
        }
    };
    let style = Style::new(cli.color);
    match dispatch(&cli, style) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Wrong) => ExitCode::from(1),
        // whoever reads the output has seen enough
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let text = format!("{error:#}");
            // some errors have several lines
            let lines: Vec<String> = text.lines().map(printable).collect();
            let _ = writeln!(io::stderr(), "{} {}", style.error("error:"), lines.join("\n"));
            ExitCode::from(2)
        }
    }
}

fn dispatch(cli: &Cli, style: Style) -> anyhow::Result<Outcome> {
    #[cfg(feature = "http")]
    if let Command::Serve(args) = &cli.command {
        // its threads write the log to standard output, which must not be locked by this one
        return serve::run(args);
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let outcome = match &cli.command {
        Command::Check(args) => check::run(args, cli.json, style, &mut out)?,
        Command::Validate(args) => validate::validate(args, cli.json, style, &mut out)?,
        Command::Detect(args) => validate::detect(args, cli.json, style, &mut out)?,
        Command::Explain(args) => explain::run(args, cli.json, style, &mut out)?,
        Command::Fields(args) => fields::run(args, cli.json, style, &mut out)?,
        Command::Destination(args) => destination::run(args, cli.json, style, &mut out)?,
        Command::List(args) => lists::run(args, cli.json, style, &mut out)?,
        Command::Request(args) => request::run(args, cli.json, style, &mut out)?,
        Command::Parse(args) => providers::parse(args, &mut out)?,
        Command::Webhook(command) => webhook::run(command, cli.json, &mut out)?,
        Command::ExplainSignature(args) => signature::run(args, cli.json, style, &mut out)?,
        Command::Classify(args) => attempt::classify(args, cli.json, &mut out)?,
        Command::NextStatus(args) => attempt::next_status(args, cli.json, style, &mut out)?,
        Command::Compute(args) => compute::compute(args, cli.json, style, &mut out)?,
        Command::Key(args) => compute::key(args, cli.json, style, &mut out)?,
        Command::Mask(args) => mask::run(args, &mut out)?,
        Command::Providers(args) => providers::list(args, cli.json, style, &mut out)?,
        Command::Fees(args) => fees::run(args, cli.json, style, &mut out)?,
        Command::Quote(args) => quote::run(args, cli.json, style, &mut out)?,
        Command::Limits(args) => limits::run(args, cli.json, style, &mut out)?,
        Command::Settle(args) => settle::run(args, cli.json, style, &mut out)?,
        Command::BusinessDay(args) => business_day::run(args, cli.json, style, &mut out)?,
        Command::Amount(args) => amount::run(args, cli.json, style, &mut out)?,
        Command::Allocate(args) => allocate::run(args, cli.json, style, &mut out)?,
        Command::Data(command) => data::run(command, &mut out)?,
        Command::Completions { shell } => {
            clap_complete::generate(*shell, &mut Cli::command(), "offramp", &mut out);
            Outcome::Fine
        }
        #[cfg(feature = "sandbox")]
        Command::Sandbox(args) => sandbox::run(args, cli.json, &mut out)?,
        #[cfg(feature = "http")]
        Command::Serve(args) => serve::run(args)?,
        Command::Reconcile(args) => reconcile::run(args, cli.json, style, &mut out)?,
        #[cfg(feature = "payout")]
        Command::Payout(command) => payout::run(command, cli.json, style, &mut out)?,
        #[cfg(feature = "http")]
        Command::Payments(command) => payments::run(command, cli.json, style, &mut out)?,
        #[cfg(feature = "http")]
        Command::Alarms(command) => alarms::run(command, cli.json, style, &mut out)?,
        #[cfg(feature = "http")]
        Command::Webhooks(command) => webhooks::run(command, cli.json, style, &mut out)?,
        Command::Man => {
            clap_mangen::Man::new(Cli::command()).render(&mut out)?;
            Outcome::Fine
        }
    };
    out.flush()?;
    Ok(outcome)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
