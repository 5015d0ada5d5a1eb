-- Payments and attempts as document 002 has them; times are milliseconds since 1970.
CREATE TABLE "Payment" (
  "id"               TEXT PRIMARY KEY NOT NULL,
  "userId"           TEXT NOT NULL,
  "walletId"         TEXT NOT NULL,
  "transactionId"    TEXT,
  "paymentMethodId"  TEXT,
  "amount"           INTEGER NOT NULL CHECK ("amount" > 0),
  "currency"         TEXT NOT NULL DEFAULT 'INR',
  "status"           TEXT NOT NULL DEFAULT 'PENDING' CHECK ("status" IN ('PENDING', 'SUCCESS', 'FAILED')),
  "type"             TEXT NOT NULL CHECK ("type" IN ('ONRAMP', 'OFFRAMP')),
  "gatewayReference" TEXT,
  "metadata"         TEXT,
  "idempotencyKey"   TEXT,
  -- a salted hash of the request: not in the document
  "fingerprint"      TEXT NOT NULL,
  "createdAt"        INTEGER NOT NULL,
  "updatedAt"        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX "Payment_walletId_idempotencyKey_key" ON "Payment" ("walletId", "idempotencyKey");

CREATE TABLE "PaymentAttempt" (
  "id"            TEXT PRIMARY KEY NOT NULL,
  "paymentId"     TEXT NOT NULL REFERENCES "Payment" ("id"),
  "gateway"       TEXT NOT NULL,
  "status"        TEXT NOT NULL DEFAULT 'INITIATED' CHECK ("status" IN ('INITIATED', 'SUCCESS', 'FAILED')),
  "attemptNumber" INTEGER NOT NULL,
  "rawRequest"    TEXT,
  "rawResponse"   TEXT,
  "errorCode"     TEXT,
  "errorMessage"  TEXT,
  "createdAt"     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX "PaymentAttempt_paymentId_attemptNumber_key" ON "PaymentAttempt" ("paymentId", "attemptNumber");
-- at most one call of a gateway is under way for a payment
CREATE UNIQUE INDEX "PaymentAttempt_open_key" ON "PaymentAttempt" ("paymentId") WHERE "status" = 'INITIATED';
CREATE INDEX "PaymentAttempt_open_idx" ON "PaymentAttempt" ("createdAt") WHERE "status" = 'INITIATED';

CREATE TABLE "WebhookEvent" (
  "provider"   TEXT NOT NULL,
  "eventId"    TEXT NOT NULL,
  "name"       TEXT NOT NULL,
  "data"       TEXT NOT NULL,
  "receivedAt" INTEGER NOT NULL,
  PRIMARY KEY ("provider", "eventId")
) STRICT, WITHOUT ROWID;
