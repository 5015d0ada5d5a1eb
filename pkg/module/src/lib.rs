//! The module of the npm package: the bindings of `offramp-core`, which is linked for their sake.

extern crate offramp_core as _;
