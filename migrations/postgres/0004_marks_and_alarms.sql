-- What tells an attempt that was recorded and never sent from one that perhaps was, attempts that were looked at from
-- those that wait, one payment's reference at a gateway from another's; and alarms, for what two say differently.
ALTER TABLE "PaymentAttempt"
  -- since when the gateway may have got it; null where it did not. What earlier versions write counts as sent
  ADD COLUMN "sentAt" TIMESTAMPTZ(3) DEFAULT now(),
  ADD COLUMN "gatewayReference" TEXT COLLATE "C",
  ADD COLUMN "lookedAt" TIMESTAMPTZ(3),
  ADD COLUMN "looks" INTEGER NOT NULL DEFAULT 0;

-- a reference that several payments have belongs to the first of them
UPDATE "PaymentAttempt" a SET "gatewayReference" = own."reference"
FROM (
  SELECT DISTINCT ON (a."gateway", p."gatewayReference") a."id", p."gatewayReference" AS "reference"
  FROM "Payment" p JOIN "PaymentAttempt" a ON a."paymentId" = p."id"
  WHERE p."gatewayReference" IS NOT NULL
  ORDER BY a."gateway", p."gatewayReference", p."createdAt", p."id", a."attemptNumber" DESC
) own
WHERE a."id" = own."id";
CREATE UNIQUE INDEX "PaymentAttempt_gatewayReference_key" ON "PaymentAttempt" ("gatewayReference", "gateway")
  WHERE "gatewayReference" IS NOT NULL;
-- payments are found by their attempts' references now
DROP INDEX "Payment_gatewayReference_idx";

ALTER TABLE "ProviderOrder" ADD COLUMN "amounts" JSONB;

CREATE TABLE "Alarm" (
  -- what it is about, so that the same is recorded once
  "id"               TEXT COLLATE "C" PRIMARY KEY,
  "kind"             TEXT NOT NULL,
  "paymentId"        TEXT NOT NULL,
  "attemptId"        TEXT NOT NULL,
  "gateway"          TEXT NOT NULL,
  "gatewayReference" TEXT,
  "details"          JSONB NOT NULL,
  "createdAt"        TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  -- whoever has put it right says so here
  "resolvedAt"       TIMESTAMPTZ(3)
);
CREATE INDEX "Alarm_open_idx" ON "Alarm" ("createdAt") WHERE "resolvedAt" IS NULL;
-- the other payments with that reference: their events concluded them together with its own
INSERT INTO "Alarm" ("id", "kind", "paymentId", "attemptId", "gateway", "gatewayReference", "details")
SELECT 'REFERENCE_TAKEN:' || a."id" || ':' || p."gatewayReference", 'REFERENCE_TAKEN', p."id", a."id", a."gateway",
  p."gatewayReference", '{"source": "migration"}'
FROM "Payment" p JOIN "PaymentAttempt" a ON a."paymentId" = p."id"
WHERE p."gatewayReference" IS NOT NULL AND a."gatewayReference" IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM "PaymentAttempt" later WHERE later."paymentId" = p."id" AND later."attemptNumber" > a."attemptNumber"
  );

-- what is written to see whether anything can be
CREATE TABLE "Probe" ("id" INTEGER PRIMARY KEY CHECK ("id" = 1), "at" TIMESTAMPTZ(3) NOT NULL);
