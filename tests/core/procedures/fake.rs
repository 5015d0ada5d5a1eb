//! All providers and a treasury on loopback, with one ledger: what was asked for each payment, whose tokens were sent, and
//! who was paid. A payment is known by a tag in everything that is said of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};

use crate::upstream::{Asked, Behaviour, act, read, respond};

/// How one request of a payment is answered, and whether it is done before.
pub type Fault = (String, Behaviour, bool);

#[derive(Default)]
pub struct Ledger {
    faults: HashMap<u32, Fault>,
    /// Ids that hold no tag, by whose they are.
    owners: Vec<(String, u32)>,
    orders: Vec<Order>,
    keys: HashMap<String, Value>,
    serial: u32,
    /// Every request, by payment and step.
    pub asked: Vec<(u32, String)>,
    /// Whose tokens were sent, once a transfer.
    pub tokens: Vec<u32>,
    /// Who was paid, once a payment.
    pub payouts: Vec<u32>,
}

#[derive(Clone)]
pub struct Order {
    pub payment: u32,
    pub id: String,
    pub status: String,
    /// The key or quote that it was made with.
    pub reference: String,
    pub address: String,
}

#[derive(Clone)]
pub struct Fake {
    pub url: String,
    pub ledger: Arc<Mutex<Ledger>>,
}

/// Steps whose requests are the same for all payments.
pub const UNTAGGED: [&str; 2] = ["getWalletAddress", "estimate"];

/// What is in all that is said of a payment.
pub fn tag(payment: u32) -> String {
    format!("n{payment:06}n")
}

pub fn token_amount(payment: u32) -> String {
    format!("1.{payment:05}7")
}

impl Fake {
    pub async fn start() -> Fake {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Fake { url: format!("http://{}", listener.local_addr().unwrap()), ledger: Arc::default() };
        let it = fake.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let it = it.clone();
                tokio::spawn(async move { drop(it.serve(stream).await) });
            }
        });
        fake
    }

    /// The first request of this step goes wrong.
    pub fn will(&self, payment: u32, fault: Fault) {
        self.ledger.lock().unwrap().faults.insert(payment, fault);
    }

    pub fn with<T>(&self, read: impl FnOnce(&mut Ledger) -> T) -> T {
        read(&mut self.ledger.lock().unwrap())
    }

    async fn serve(&self, mut stream: TcpStream) -> std::io::Result<()> {
        while let Some(asked) = read(&mut stream).await? {
            let step = step_of(&asked);
            let (behaviour, status, answer) = {
                let mut ledger = self.ledger.lock().unwrap();
                let payment = ledger.payment_of(&asked, &step);
                ledger.asked.push((payment, step.clone()));
                let is_wrong = ledger.faults.get(&payment).is_some_and(|(at, ..)| *at == step);
                let fault = is_wrong.then(|| ledger.faults.remove(&payment)).flatten();
                let takes = fault.as_ref().is_none_or(|(_, _, takes)| *takes);
                let (status, answer) = if takes { ledger.take(payment, &step, &asked) } else { (200, json!({})) };
                (fault.map_or(Behaviour::Well, |(_, behaviour, _)| behaviour), status, answer)
            };
            if status != 200 && matches!(behaviour, Behaviour::Well) {
                respond(&mut stream, status, "", &answer.to_string()).await?;
            } else if !act(&mut stream, behaviour, &answer.to_string()).await? {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// What a request is called in the procedures.
fn step_of(asked: &Asked) -> String {
    let path = asked.path.split('?').next().unwrap_or_default();
    let is_post = asked.method == "POST";
    let ends = [
        ("/customer/create", "createCustomer"),
        ("/bank-account/add", "addBankAccount"),
        ("/autoramp-flow/offramp", "createOfframpFlow"),
        ("/deposit-address/detail", "getDepositAddress"),
        ("/offramp-request/instant", "instantOfframp"),
        ("/rate", "getRate"),
        ("/offramp/quote", "quote"),
        ("/quote", "createQuote"),
        ("/complete", "completeTransfer"),
        ("/api/payment/off-ramp", "offRamp"),
        ("/api/payment/on-ramp", "onRamp"),
        ("/off-ramp", "createTransfer"),
        ("/partner/users", "createUser"),
        ("/payment-details", "createPaymentDetails"),
        ("/estimate", "estimate"),
        ("/initiate", "initiate"),
        ("/transfer-authorization-parameters", "getTransferAuthorizationParameters"),
        ("/authorize-crypto-transfer", "authorizeCryptoTransfer"),
        ("/confirm-fiat-received", "confirmFiatReceived"),
        ("/partner/orders", "listOrders"),
    ];
    if let Some(name) = path.strip_prefix("/treasury/") {
        return name.to_owned();
    }
    if path.starts_with("/app/") {
        return "getWalletAddress".to_owned();
    }
    if !is_post && path.starts_with("/payments/user/") {
        return "listPayments".to_owned();
    }
    let found = ends.iter().find(|(end, _)| path.ends_with(end)).map(|(_, name)| *name);
    found.unwrap_or(if path.contains("/orders/") { "getOrder" } else { "getPayment" }).to_owned()
}

impl Ledger {
    fn payment_of(&self, asked: &Asked, step: &str) -> u32 {
        let text = format!("{}{}", asked.path, asked.text);
        let digits = |mark: &str, count: usize, end: char| {
            text.match_indices(mark).find_map(|(at, _)| {
                let rest = text.get(at + mark.len()..)?;
                let number = rest.get(..count)?.parse().ok()?;
                (rest.get(count..)?.starts_with(end)).then_some(number)
            })
        };
        let of_uuid = text.find("-a716-").and_then(|at| text.get(at + 6..at + 12)?.parse().ok());
        let of_account = text.find("703400").and_then(|at| text.get(at + 6..at + 12)?.parse().ok());
        if let Some(payment) = digits("n", 6, 'n').or(of_uuid).or(of_account) {
            return payment;
        }
        if UNTAGGED.contains(&step) {
            // nobody's, and whoever waits for it
            return self.faults.iter().find(|(_, fault)| fault.0 == step).map_or(0, |(payment, _)| *payment);
        }
        let owner = self.owners.iter().find(|(id, _)| text.contains(id.as_str())).map(|(_, payment)| *payment);
        owner.or_else(|| digits("1.", 5, '7')).unwrap_or(0)
    }

    fn id(&mut self, kind: &str, payment: u32) -> String {
        self.serial += 1;
        format!("{kind}-{}-{}", tag(payment), self.serial)
    }

    fn order(&mut self, payment: u32, kind: &str, status: &str, reference: &str) -> Order {
        let id = self.id(kind, payment);
        let address = self.id("dep", payment);
        let order = Order { payment, id, status: status.to_owned(), reference: reference.to_owned(), address };
        self.orders.push(order.clone());
        order
    }

    fn find(&mut self, path: &str) -> Option<&mut Order> {
        self.orders.iter_mut().find(|order| path.split(['/', '?']).any(|part| part == order.id))
    }

    /// Does what it is asked.
    #[allow(clippy::too_many_lines, reason = "one arm a step")]
    fn take(&mut self, payment: u32, step: &str, asked: &Asked) -> (u16, Value) {
        let body = &asked.body;
        let key = asked.header("x-idempotency-key").or_else(|| asked.header("idempotency-key"));
        let unigox = |data: Value| (200, json!({"success": true, "data": data}));
        let refused =
            |status: u16, code: &str| (status, json!({"success": false, "error": {"code": code, "message": "no"}}));
        match step {
            "createCustomer" => (200, json!({"customerId": self.id("cust", payment)})),
            "addBankAccount" => (200, json!({"bankAccountId": self.id("acc", payment)})),
            "createOfframpFlow" => {
                let order = self.order(payment, "flow", "", "");
                // the address comes later
                (200, json!({"status": "SUCCESS", "data": {"id": order.id, "depositAddress": "PENDING"}}))
            }
            "getDepositAddress" => {
                let times = self.asked.iter().filter(|(of, at)| *of == payment && at == step).count();
                let flow = asked.path.split("flowId=").nth(1).unwrap_or_default().to_owned();
                match self.find(&flow) {
                    Some(order) if times > 1 => {
                        (200, json!({"address": order.address, "network": "ETH", "currency": "USDT"}))
                    }
                    _ => (200, json!({"address": "PENDING", "network": null})),
                }
            }
            "getWalletAddress" => (200, json!({"data": {"wallet": "the-wallet"}})),
            "instantOfframp" => {
                self.payouts.push(payment);
                let order = self.order(payment, "off", "COMPLETED", "");
                (200, json!({"data": {"id": order.id, "status": "COMPLETED"}}))
            }
            "offRamp" | "onRamp" => {
                let key = key.unwrap_or_default();
                if let Some(known) = self.keys.get(&key) {
                    return (200, known.clone());
                }
                self.payouts.push(payment);
                let order = self.order(payment, "sp", "SUCCESS", &key);
                let answer = json!({"success": true, "message": "m", "data": {"payment": {"id": order.id,
                    "status": "SUCCESS", "amount": 25000, "currency": "INR"}, "paymentMethod": "BANK_TRANSFER"}});
                self.keys.insert(key, answer.clone());
                (200, answer)
            }
            "getRate" => {
                (200, json!({"exchangeRate": 83.1, "destinationAmount": 250.00, "destinationCurrency": "INR"}))
            }
            "createQuote" => {
                let id = self.id("quote", payment);
                (
                    200,
                    json!({"id": id, "destinationAmount": 250.00, "destinationCurrency": "INR", "sourceAmount": 3.01,
                    "sourceCurrency": "USDC", "expiresAt": "2099-01-01T00:00:00Z"}),
                )
            }
            "createTransfer" => {
                let key = body["idempotencyKey"].as_str().unwrap_or_default().to_owned();
                let known = self.orders.iter().find(|order| order.reference == key).cloned();
                let order = known.unwrap_or_else(|| self.order(payment, "tr", "AWAITING_FUNDS", &key));
                (200, sentra(&order))
            }
            "listPayments" => {
                let own: Vec<_> = self.orders.iter().filter(|order| order.payment == payment).map(sentra).collect();
                (200, json!(own))
            }
            "completeTransfer" | "getPayment" => {
                let is_complete = step == "completeTransfer";
                let has_tokens = self.tokens.contains(&payment);
                let Some(order) = self.find(&asked.path) else { return (404, json!({"code": "NOT_FOUND"})) };
                let next = match order.status.as_str() {
                    "AWAITING_FUNDS" if is_complete && has_tokens => "PROCESSING",
                    "PROCESSING" if !is_complete => "COMPLETED",
                    same => same,
                }
                .to_owned();
                let is_paid = next == "COMPLETED" && order.status != "COMPLETED";
                order.status = next;
                let answer = sentra(order);
                if is_paid {
                    self.payouts.push(payment);
                }
                (200, answer)
            }
            "createUser" => {
                let internal = 1_000_000 + payment;
                self.owners.push((format!("\"user_id\":{internal}"), payment));
                unigox(json!({"id": uuid(payment, 0), "internal_id": internal, "user_ref": tag(payment)}))
            }
            "createPaymentDetails" => unigox(json!({"id": 2_000_000 + payment})),
            "estimate" => unigox(json!({"crypto_amount": "3.01"})),
            "quote" => {
                self.serial += 1;
                let id = uuid(payment, self.serial);
                unigox(json!({"quote_id": id, "fiat_amount": "250.00", "fiat_currency": "INR", "crypto_amount": "3.01",
                    "crypto_currency": "USDT", "expires_at": "2099-01-01T00:00:00Z"}))
            }
            "initiate" => {
                let quote = body["quote_id"].as_str().unwrap_or_default().to_owned();
                if self.orders.iter().any(|order| order.reference == quote) {
                    return refused(409, "QUOTE_ALREADY_USED");
                }
                unigox(order_of(&self.order(payment, "order", "awaiting_crypto_transfer_authorization", &quote)))
            }
            "listOrders" => {
                // the newest; what is asked about is new
                let all: Vec<_> = self.orders.iter().rev().take(100).map(order_of).collect();
                unigox(json!({"orders": all, "pagination": {"page": 1}}))
            }
            "getOrder" => match self.find(&asked.path) {
                Some(order) => unigox(order_of(order)),
                None => refused(404, "ORDER_NOT_FOUND"),
            },
            "getTransferAuthorizationParameters" => {
                unigox(json!({"chain_id": "137", "recipient_address": "0xescrow", "amount_atomic": "3010000"}))
            }
            "authorizeCryptoTransfer" | "confirmFiatReceived" => {
                let is_confirmed = step == "confirmFiatReceived";
                let (from, to) = if is_confirmed {
                    ("awaiting_fiat_received_confirmation", "completed")
                } else {
                    ("awaiting_crypto_transfer_authorization", "awaiting_fiat_received_confirmation")
                };
                match self.find(&asked.path) {
                    Some(order) if order.status == from => to.clone_into(&mut order.status),
                    Some(_) => return refused(409, "INVALID_STATUS"),
                    None => return refused(404, "ORDER_NOT_FOUND"),
                }
                if is_confirmed {
                    self.payouts.push(payment);
                } else {
                    self.tokens.push(payment);
                }
                unigox(json!({}))
            }
            "sendTokens" => {
                let key = key.unwrap_or_default();
                if let Some(known) = self.keys.get(&key) {
                    return (200, known.clone());
                }
                self.tokens.push(payment);
                let to = body["to"].as_str().unwrap_or_default();
                if let Some(order) = self.orders.iter_mut().find(|order| order.address == to)
                    && order.id.starts_with("flow-")
                {
                    "TRADE_SETTLED".clone_into(&mut order.status);
                    self.payouts.push(order.payment);
                }
                let answer = json!({"transactionHash": format!("0x{payment:064x}")});
                self.keys.insert(key, answer.clone());
                (200, answer)
            }
            "signTransfer" => {
                let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
                let call = format!("0xa9059cbb{:064x}{:064x}", 1, 3_010_000);
                let request = json!({"from": address, "to": address, "value": "0", "gas": "500000", "nonce": "0",
                    "deadline": "4000000000", "data": call});
                (200, json!({"forwardRequest": request, "signature": format!("0x{}", "ab".repeat(65))}))
            }
            "confirmReceipt" => (200, json!({"received": true})),
            other => panic!("{other}"),
        }
    }

    /// The orders of a payment.
    pub fn orders_of(&self, payment: u32) -> Vec<Order> {
        self.orders.iter().filter(|order| order.payment == payment).cloned().collect()
    }
}

fn sentra(order: &Order) -> Value {
    json!({"id": order.id, "status": order.status, "idempotencyKey": order.reference, "depositAddress": order.address,
        "depositAmount": 3.01, "depositChain": "POLYGON"})
}

fn order_of(order: &Order) -> Value {
    json!({"order_id": order.id, "status": order.status, "quote_id": order.reference})
}

/// One with the tag in it.
fn uuid(payment: u32, serial: u32) -> String {
    format!("550e8400-e29b-41d4-a716-{payment:06}{serial:06}")
}
