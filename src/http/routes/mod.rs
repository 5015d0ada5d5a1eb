//! What is asked, by path: each file reads its requests, calls the layers below and hands the answer to `render`.

pub(in crate::http) mod check;
pub(in crate::http) mod openapi;
pub(in crate::http) mod page;
pub(in crate::http) mod payment;
pub(in crate::http) mod query;
pub(in crate::http) mod v1;
pub(in crate::http) mod webhook;
