-- What tells an attempt that was recorded and never sent from one that perhaps was, attempts that were looked at from
-- those that wait, one payment's reference at a gateway from another's; and alarms, for what two say differently.

-- since when the gateway may have got it; null where it did not. What earlier versions write counts as sent
ALTER TABLE "PaymentAttempt" ADD COLUMN "sentAt" INTEGER DEFAULT 0;
ALTER TABLE "PaymentAttempt" ADD COLUMN "gatewayReference" TEXT;
ALTER TABLE "PaymentAttempt" ADD COLUMN "lookedAt" INTEGER;
ALTER TABLE "PaymentAttempt" ADD COLUMN "looks" INTEGER NOT NULL DEFAULT 0;

-- a reference that several payments have belongs to the first of them
UPDATE "PaymentAttempt" SET "gatewayReference" = own."reference"
FROM (
  SELECT "id", "reference" FROM (
    SELECT a."id" AS "id", p."gatewayReference" AS "reference", row_number() OVER (
      PARTITION BY a."gateway", p."gatewayReference" ORDER BY p."createdAt", p."id", a."attemptNumber" DESC
    ) AS "place"
    FROM "Payment" p JOIN "PaymentAttempt" a ON a."paymentId" = p."id"
    WHERE p."gatewayReference" IS NOT NULL
  ) WHERE "place" = 1
) AS own
WHERE "PaymentAttempt"."id" = own."id";
CREATE UNIQUE INDEX "PaymentAttempt_gatewayReference_key" ON "PaymentAttempt" ("gatewayReference", "gateway")
  WHERE "gatewayReference" IS NOT NULL;
-- payments are found by their attempts' references now
DROP INDEX "Payment_gatewayReference_idx";

ALTER TABLE "ProviderOrder" ADD COLUMN "amounts" TEXT;

CREATE TABLE "Alarm" (
  -- what it is about, so that the same is recorded once
  "id"               TEXT PRIMARY KEY NOT NULL,
  "kind"             TEXT NOT NULL,
  "paymentId"        TEXT NOT NULL,
  "attemptId"        TEXT NOT NULL,
  "gateway"          TEXT NOT NULL,
  "gatewayReference" TEXT,
  "details"          TEXT NOT NULL,
  "createdAt"        INTEGER NOT NULL,
  -- whoever has put it right says so here
  "resolvedAt"       INTEGER
) STRICT;
CREATE INDEX "Alarm_open_idx" ON "Alarm" ("createdAt") WHERE "resolvedAt" IS NULL;
-- the other payments with that reference: their events concluded them together with its own
INSERT INTO "Alarm" ("id", "kind", "paymentId", "attemptId", "gateway", "gatewayReference", "details", "createdAt")
SELECT 'REFERENCE_TAKEN:' || a."id" || ':' || p."gatewayReference", 'REFERENCE_TAKEN', p."id", a."id", a."gateway",
  p."gatewayReference", '{"source":"migration"}', p."updatedAt"
FROM "Payment" p JOIN "PaymentAttempt" a ON a."paymentId" = p."id"
WHERE p."gatewayReference" IS NOT NULL AND a."gatewayReference" IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM "PaymentAttempt" later WHERE later."paymentId" = p."id" AND later."attemptNumber" > a."attemptNumber"
  );

-- what is written to see whether anything can be
CREATE TABLE "Probe" ("id" INTEGER PRIMARY KEY NOT NULL CHECK ("id" = 1), "at" INTEGER NOT NULL) STRICT;
