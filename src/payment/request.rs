//! A request for a payment that was read and found right.

use sha2::{Digest, Sha256};

use super::{Account, PaymentType, hex};

/// Begins the fingerprints that say which service asked.
const BOUND: &str = "2:";

/// A payment that can be made.
#[derive(Clone, Debug)]
pub struct PaymentRequest {
    /// The service that asks for it.
    pub service: String,
    /// Which way the money goes.
    pub kind: PaymentType,
    /// Whose payment it is.
    pub user_id: String,
    /// The wallet.
    pub wallet_id: String,
    /// The transaction it belongs to.
    pub transaction_id: Option<String>,
    /// The payment method.
    pub payment_method_id: Option<String>,
    /// In the smallest unit of the currency.
    pub amount: i64,
    /// The currency.
    pub currency: String,
    /// The account.
    pub account: Account,
    /// What the caller gave besides, as JSON text.
    pub metadata: Option<String>,
    /// The caller's key.
    pub idempotency_key: Option<String>,
    /// What the caller should know about the request.
    pub warnings: Vec<&'static str>,
}

impl PaymentRequest {
    /// `UPI` or `BANK_TRANSFER`.
    #[must_use]
    pub const fn method(&self) -> &'static str {
        match self.account {
            Account::Upi(_) => "UPI",
            Account::Bank { .. } => "BANK_TRANSFER",
        }
    }

    /// A hash of all that makes the request this one and no other, salted with the payment's id so that
    /// equal accounts do not show.
    #[must_use]
    pub fn fingerprint(&self, payment_id: &str) -> String {
        [BOUND, &self.hash(payment_id, Some(&self.service))].concat()
    }

    /// Whether a payment has this fingerprint. Older ones do not say which service asked for them.
    #[must_use]
    pub fn is_of(&self, payment_id: &str, fingerprint: &str) -> bool {
        match fingerprint.strip_prefix(BOUND) {
            Some(hash) => self.hash(payment_id, Some(&self.service)) == hash,
            None => self.hash(payment_id, None) == fingerprint,
        }
    }

    fn hash(&self, payment_id: &str, service: Option<&str>) -> String {
        let mut hash = Sha256::new();
        let mut add = |part: Option<&[u8]>| {
            let part = part.map_or(&[][..], |part| part);
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        };
        add(Some(payment_id.as_bytes()));
        if let Some(service) = service {
            add(Some(service.as_bytes()));
        }
        add(Some(self.kind.as_str().as_bytes()));
        add(Some(self.user_id.as_bytes()));
        add(Some(self.wallet_id.as_bytes()));
        add(self.transaction_id.as_deref().map(str::as_bytes));
        add(self.payment_method_id.as_deref().map(str::as_bytes));
        add(Some(&self.amount.to_be_bytes()));
        add(Some(self.currency.as_bytes()));
        match &self.account {
            Account::Upi(id) => add(Some(id.expose())),
            Account::Bank { number, ifsc, bank_name } => {
                add(Some(number.expose()));
                add(Some(ifsc.as_bytes()));
                add(bank_name.as_deref().map(str::as_bytes));
            }
        }
        add(self.metadata.as_deref().map(str::as_bytes));
        hex(&hash.finalize())
    }
}
