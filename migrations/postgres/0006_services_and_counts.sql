-- Which service asked for a payment: it alone may look it up. Payments of earlier versions belong to none.
ALTER TABLE "Payment" ADD COLUMN "serviceId" TEXT COLLATE "C";

-- How many payments have ended, by how; written with the end itself, so that it is true whoever ended the payment. Each
-- batch that ends some adds its rows, since replicas that change one row would wait for each other; now and then rows of
-- one kind are put together.
CREATE TABLE "EndedPayments" (
  "type"   "PaymentType" NOT NULL,
  "status" "PaymentStatus" NOT NULL,
  -- the gateway's code, where it is one that is known; else OTHER, and nothing where the payment succeeded
  "code"   TEXT NOT NULL,
  "count"  BIGINT NOT NULL
);
INSERT INTO "EndedPayments" ("type", "status", "code", "count")
SELECT "type", "status", "code", count(*) FROM (
  SELECT p."type", p."status", CASE
    WHEN p."status" = 'SUCCESS' THEN ''
    ELSE coalesce((
      SELECT a."errorCode" FROM "PaymentAttempt" a
      WHERE a."paymentId" = p."id" AND a."errorCode" IN ('INSUFFICIENT_FUNDS', 'INVALID_ACCOUNT', 'ACCOUNT_BLOCKED',
        'TRANSACTION_LIMIT_EXCEEDED', 'GATEWAY_TIMEOUT', 'GATEWAY_ERROR', 'RATE_LIMIT_EXCEEDED')
      ORDER BY a."attemptNumber" DESC LIMIT 1
    ), 'OTHER')
  END AS "code"
  FROM "Payment" p WHERE p."status" <> 'PENDING'
) ended GROUP BY 1, 2, 3;
