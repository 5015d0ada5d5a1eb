-- Payments and attempts as document 002 has them.
CREATE TYPE "PaymentStatus" AS ENUM ('PENDING', 'SUCCESS', 'FAILED');
CREATE TYPE "PaymentType" AS ENUM ('ONRAMP', 'OFFRAMP');
CREATE TYPE "AttemptStatus" AS ENUM ('INITIATED', 'SUCCESS', 'FAILED');

CREATE TABLE "Payment" (
  "id"               TEXT PRIMARY KEY,
  "userId"           TEXT NOT NULL,
  "walletId"         TEXT NOT NULL,
  "transactionId"    TEXT,
  "paymentMethodId"  TEXT,
  "amount"           BIGINT NOT NULL CHECK ("amount" > 0),
  "currency"         TEXT NOT NULL DEFAULT 'INR',
  "status"           "PaymentStatus" NOT NULL DEFAULT 'PENDING',
  "type"             "PaymentType" NOT NULL,
  "gatewayReference" TEXT,
  "metadata"         JSONB,
  "idempotencyKey"   TEXT,
  -- a salted hash of the request: not in the document
  "fingerprint"      TEXT NOT NULL,
  "createdAt"        TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updatedAt"        TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX "Payment_walletId_idempotencyKey_key" ON "Payment" ("walletId", "idempotencyKey");

CREATE TABLE "PaymentAttempt" (
  "id"            TEXT PRIMARY KEY,
  "paymentId"     TEXT NOT NULL REFERENCES "Payment" ("id"),
  "gateway"       TEXT NOT NULL,
  "status"        "AttemptStatus" NOT NULL DEFAULT 'INITIATED',
  "attemptNumber" INTEGER NOT NULL,
  "rawRequest"    JSONB,
  "rawResponse"   JSONB,
  "errorCode"     TEXT,
  "errorMessage"  TEXT,
  "createdAt"     TIMESTAMPTZ(3) NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX "PaymentAttempt_paymentId_attemptNumber_key" ON "PaymentAttempt" ("paymentId", "attemptNumber");
-- at most one call of a gateway is under way for a payment
CREATE UNIQUE INDEX "PaymentAttempt_open_key" ON "PaymentAttempt" ("paymentId") WHERE "status" = 'INITIATED';

CREATE TABLE "WebhookEvent" (
  "provider"   TEXT NOT NULL,
  "eventId"    TEXT NOT NULL,
  "name"       TEXT NOT NULL,
  "data"       JSONB NOT NULL,
  "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  PRIMARY KEY ("provider", "eventId")
);

-- requests by client and window, for the limit that all replicas share; losing it in a crash is no harm
CREATE UNLOGGED TABLE "RequestCount" (
  "client"    TEXT NOT NULL,
  "windowEnd" TIMESTAMPTZ NOT NULL,
  "count"     INTEGER NOT NULL,
  PRIMARY KEY ("client")
);
