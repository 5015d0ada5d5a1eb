// The client against the sandbox, which goes wrong in each of its ways and in all at once: by its ledger nothing was paid
// twice, and nothing is lost that was acknowledged. OFFRAMP_PROVE_CALLS says how many payments there are of each kind.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createClient } from '../../pkg/dist/client/index.js';
import { startSandbox } from '../../pkg/dist/testing.js';

const FAULTS = ['latency', 'drop_before', 'drop_after', 'rate_limit', 'error_before', 'error_after', 'lost', 'all'];
const COUNT = Number(process.env.OFFRAMP_PROVE_CALLS ?? 40);
const target = process.env.CARGO_TARGET_DIR ?? fileURLToPath(new URL('../../target', import.meta.url));
const command = process.env.OFFRAMP_BIN ?? `${target}/debug/offramp`;
const skip = !existsSync(command) && 'the program is not built';

let sandbox;

before(async () => {
  if (!skip) sandbox = await startSandbox({ command, speed: 0 });
});
after(() => sandbox?.stop());

const advance = async (...times) => {
  for (const seconds of times) await sandbox.advance(seconds);
};

function faults(name) {
  const rates =
    name === 'all'
      ? Object.fromEntries(FAULTS.filter((one) => one !== 'all').map((one) => [one, 0.0286]))
      : name && { [name]: 0.2 };
  return sandbox.setFaults({ ...rates, latencyMillis: 5, retryAfterSeconds: 0, lostSeconds: 1 });
}

const client = (provider) =>
  createClient(provider, sandbox.providers[provider].credentials, {
    retry: { backoffDelay: 3, maxAttempts: 5, jitter: true },
    timeout: 3000,
    limits: { concurrency: 32 },
  });

/** What is known in the end of a payment that goes through these steps: each answers a reply, or is left out. */
async function through(...steps) {
  let values = {};
  for (const step of steps) {
    const reply = await step(values);
    if (reply.outcome !== 'accepted') return { known: reply.outcome === 'unknown' ? 'unknown' : 'nothing' };
    values = { ...values, ...reply.values };
  }
  return { known: 'paid', values };
}

/** Takes payments, numbered from `first`, through a step all at once. */
const all = (payments, run) =>
  Promise.all(
    payments.map(async (payment) => (payment.known === 'paid' ? { ...payment, ...(await run(payment)) } : payment)),
  );

const WAYS = {
  swiftpay: (api, payments) =>
    all(payments, ({ number, to }) =>
      through(() =>
        api.offRamp({
          walletId: 'wallet_1',
          transactionId: `tx_${number}`,
          amount: '5000',
          accountDetails: { upiId: to },
        }),
      ),
    ),
  rahat: (api, payments) =>
    all(payments, ({ number, to }) =>
      through(() =>
        api.instantOfframp({
          tokenAmount: 100,
          paymentProviderId: 'provider_id',
          transactionHash: 'a'.repeat(64),
          xref: `p${number}`,
          senderAddress: 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ',
          paymentDetails: { creditorAgent: '0401', creditorAccount: to, creditorName: 'Sita Sharma' },
        }),
      ),
    ),
  async sentra(api, payments) {
    const begun = await all(payments, ({ number, to }) =>
      through(
        () =>
          api.createQuote({
            userId: `user_${number}`,
            source: { currency: 'USDC', amount: 100, rail: 'POLYGON' },
            destination: { currency: 'USD', rail: 'ACH', countryCode: 'US' },
          }),
        ({ id }) =>
          api.createTransfer(
            {
              recipientId: 'rec_1',
              quoteId: id,
              bankAccountId: to,
              paymentReason: 'TRANSFER_TO_SELF',
              fromAddress: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
            },
            { inquiry: { userId: `user_${number}` } },
          ),
      ),
    );
    const done = await all(begun, async ({ values: { id, depositAddress } }) => {
      const transactionHash = await sandbox.deposit(depositAddress, 100);
      return through(() => api.completeTransfer({ recipientId: 'rec_1', paymentId: id, transactionHash }));
    });
    await advance(60, 300);
    return done;
  },
  async coinut(api, payments) {
    const customers = await all(payments, ({ number }) =>
      through(() => api.createCustomer({ name: 'Jane Doe', email: `jane${number}@example.com` })),
    );
    await advance(60);
    const flows = await all(customers, ({ to, values: { customerId } }) =>
      through(
        () => api.addBankAccount({ customerId, currency: 'USD', bankName: 'Chase', accountNo: to, aba: '021000021' }),
        ({ bankAccountId }) =>
          api.createOfframpFlow({ from: { customerId, currency: 'USDT', network: 'ETH' }, to: bankAccountId }),
      ),
    );
    await all(flows, async ({ values: { depositAddress } }) => void (await sandbox.deposit(depositAddress, 100)));
    await advance(120, 30, 60);
    return flows;
  },
  async unigox(api, payments) {
    await faults();
    const { values: user } = await api.createUser({ user_ref: `u${payments[0].number}`, email: 'ada@example.com' });
    await api.submitKyc({ id: user.id, method: 'handoff', data: { pii: { first_name: 'Ada', last_name: 'Obi' } } });
    await advance(60);
    await faults(payments.fault);
    const orders = await all(payments, ({ to }) =>
      through(
        () =>
          api.createPaymentDetails({
            id: user.id,
            currency: 'NGN',
            rail: 'nip-nigeria',
            institution_id: 'guaranty-trust-bank',
            details: { account_number: to },
          }),
        ({ id }) =>
          api.quote({
            user_id: Number(user.internal_id),
            payment_details_id: Number(id),
            crypto_currency: 'USDT',
            crypto_amount: '100.00',
            fiat_currency: 'NGN',
          }),
        ({ quote_id }) => api.initiate({ quote_id }),
      ),
    );
    await advance(2);
    const address = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';
    const request = {
      from: address,
      to: address,
      value: '0',
      gas: '500000',
      nonce: '0',
      deadline: '4000000000',
      data: `0xa9059cbb${'0'.repeat(24)}${address.slice(2)}${'0'.repeat(63)}1`,
    };
    const authorized = await all(orders, async ({ values: { order_id } }) => {
      const { known } = await through(() =>
        api.authorizeCryptoTransfer({ order_id, forward_request: request, signature: `0x${'ab'.repeat(65)}` }),
      );
      return { known };
    });
    await advance(5, 60, 60, 60);
    // the money was there before it was confirmed
    await all(authorized, async ({ values: { order_id } }) => void (await api.confirmFiatReceived({ order_id })));
    await advance(1, 5);
    return authorized;
  },
};

const TO = {
  swiftpay: (number) => `user${number}@okhdfcbank`,
  rahat: (number) => `${10001122334455 + number}`,
  sentra: (number) => `acc_${number}`,
  coinut: (number) => `${100000000 + number}`,
  unigox: (number) => `${1000000000 + number}`,
};

for (const [place, [provider, pay]] of Object.entries(WAYS).entries()) {
  test(`${provider} pays nothing twice`, { skip }, async (context) => {
    for (const [index, fault] of FAULTS.entries()) {
      const first = (place * FAULTS.length + index) * COUNT;
      const payments = Array.from({ length: COUNT }, (_, number) => ({
        number: first + number,
        to: TO[provider](first + number),
        known: 'paid',
      }));
      payments.fault = fault;
      await faults(fault);
      const done = await pay(client(provider), payments);
      await faults();
      const ledger = await sandbox.ledger();
      const paid = new Map();
      for (const entry of ledger.filter((one) => one.kind === 'paid' && one.provider === provider))
        paid.set(entry.to, (paid.get(entry.to) ?? 0) + 1);
      for (const { to, known } of done) {
        const times = paid.get(to) ?? 0;
        const right = { paid: times === 1, nothing: times === 0, unknown: times <= 1 }[known];
        assert.ok(right, `${provider} ${fault}: ${known} to ${to}, paid ${times} times`);
      }
      assert.ok(
        [...paid.values()].every((times) => times === 1),
        `${provider} ${fault}: somebody was paid twice`,
      );
      const count = (what) => done.filter(({ known }) => known === what).length;
      assert.ok(count('paid') > COUNT / 4, `${provider} ${fault}: ${count('paid')} of ${COUNT} were paid`);
      context.diagnostic(
        `${fault}: ${count('paid')} paid, ${count('unknown')} unknown, ${count('nothing')} not, of ${COUNT}`,
      );
    }
  });
}
