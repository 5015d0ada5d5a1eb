//! What a sandbox is started with.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use super::faults::Faults;
use crate::provider::Provider;

/// What a sandbox is started with. By default it listens at a free port of this machine, in real time, and nothing goes
/// wrong.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Where to listen; port 0 is any that is free.
    pub listen: SocketAddr,
    /// What ids and faults are drawn from: the same requests get the same.
    pub seed: u64,
    /// How many times faster than real time orders move and deliveries are repeated; with 0 time stands still and passes
    /// by [`Sandbox::advance`](super::Sandbox::advance) alone.
    pub speed: u32,
    /// What goes wrong.
    pub faults: Faults,
    /// Whether requests are refused beyond the limits that the providers' documents have: false.
    pub limits: bool,
    /// Where the ledger is written, a line an entry; the file is added to.
    pub ledger: Option<PathBuf>,
    /// Where events are delivered to, whatever is registered.
    pub webhooks: Vec<(Provider, String)>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 0,
            speed: 1,
            faults: Faults::default(),
            limits: false,
            ledger: None,
            webhooks: Vec::new(),
        }
    }
}

impl Options {
    /// With another seed.
    #[must_use]
    pub const fn with_seed(mut self, seed: u64) -> Options {
        self.seed = seed;
        self
    }

    /// With another speed.
    #[must_use]
    pub const fn with_speed(mut self, speed: u32) -> Options {
        self.speed = speed;
        self
    }

    /// With what goes wrong.
    #[must_use]
    pub fn with_faults(mut self, faults: Faults) -> Options {
        self.faults = faults;
        self
    }

    /// With the limits of requests that the providers' documents have ([`Provider::rate_limit`]).
    #[must_use]
    pub const fn with_limits(mut self) -> Options {
        self.limits = true;
        self
    }

    /// With a file for the ledger.
    #[must_use]
    pub fn with_ledger(mut self, file: impl Into<PathBuf>) -> Options {
        self.ledger = Some(file.into());
        self
    }

    /// With a receiver of a provider's events.
    #[must_use]
    pub fn with_webhook(mut self, provider: Provider, url: impl Into<String>) -> Options {
        self.webhooks.push((provider, url.into()));
        self
    }

    /// Listening elsewhere.
    #[must_use]
    pub const fn with_listen(mut self, address: SocketAddr) -> Options {
        self.listen = address;
        self
    }
}
