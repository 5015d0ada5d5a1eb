//! The stable codes of findings: one table of code, severity and English message.

mod declare;
#[cfg(any(test, target_arch = "wasm32"))]
mod packed;
mod severity;

use self::declare::codes;
use crate::text;

pub use severity::Severity;

impl Code {
    /// The next name of a parameter in a part of a message, and what follows it.
    pub(crate) fn next_param(template: &'static str) -> Option<(&'static str, &'static str)> {
        let (_, after) = text::split(template, b'{')?;
        text::split(after, b'}')
    }

    /// Whether the code says that a rule could not be applied, so that the verdict is
    /// [`Undetermined`](crate::Verdict::Undetermined) where nothing else is wrong.
    #[must_use]
    pub const fn leaves_open(self) -> bool {
        matches!(
            self,
            Code::IbanCountryNoRule
                | Code::PhoneCountryNoRule
                | Code::PhoneNationalNoRule
                | Code::PhoneNationalForm
                | Code::RailFieldMissing
                | Code::DestinationAmbiguous
                | Code::CurrencyNoCorridor
                | Code::NetworkUnknown
                | Code::NetworkNotCovered
                | Code::UkModulusNotChecked
                | Code::RailUnknown
                | Code::PatternNotApplied
                | Code::RailNotAvailable
                | Code::CountryNotInCorridor
                | Code::SettlementUnknown
                | Code::CalendarYearUnknown
                | Code::QuoteExpiryOpen
                | Code::LimitOtherCurrency
        )
    }
}

codes! {
    // any text
    /// Nothing, or nothing but blanks, was given.
    ValueEmpty "VALUE_EMPTY" Error "A value is needed."
    /// The value does not have the number of characters its kind always has, separators not counted.
    LengthWrong "LENGTH_WRONG" Error "{expected} characters are needed, there are {actual}."
    /// The value is shorter than its kind allows.
    TooShort "TOO_SHORT" Error "At least {expected} characters are needed, there are {actual}."
    /// The value is longer than its kind allows.
    TooLong "TOO_LONG" Error "At most {expected} characters are allowed, there are {actual}."
    /// A character stands where the kind's format has none of its sort, such as a sign in a number.
    CharacterNotAllowed "CHARACTER_NOT_ALLOWED" Error "Character {position} cannot stand there."
    /// Something other than a digit stands in a number.
    DigitsOnly "DIGITS_ONLY" Error "Only digits can stand here; character {position} is none."
    /// A letter was typed for a digit or a digit for a letter, such as O for 0.
    LetterForDigit "LETTER_FOR_DIGIT" Error "A letter and a digit that look alike were confused, such as O and 0."
    /// Digits or letters of another script, such as full-width ones, were typed.
    OtherScript "OTHER_SCRIPT" Error "Letters or digits of another script are in the value; type them in ASCII."
    /// Zero-width or non-breaking characters were taken out; they usually come from a web page or a document.
    InvisibleCharacters "INVISIBLE_CHARACTERS" Warning "Invisible characters were taken out of the value."
    /// One value stands in the text, with other words, `tel:` or punctuation around it; the suggestion is the value.
    TextAround "TEXT_AROUND" Error "Something that does not belong to the value stands in front of it or behind it."
    /// Several values stand in the text, with `or`, `/` or a semicolon between them; which one is meant is not known.
    SeveralValues "SEVERAL_VALUES" Error "Several values stand here; give one."
    /// The value was shortened with an ellipsis, as for display.
    ValueAbbreviated "VALUE_ABBREVIATED" Error "The value is abbreviated; the whole one is needed."
    /// Control characters, such as a line break, stand in a text of one line.
    ControlCharacters "CONTROL_CHARACTERS" Error "Control characters cannot stand in this text."
    /// A text begins with `=`, `+`, `-` or `@`, which makes a spreadsheet run it as a formula.
    FormulaText "FORMULA_TEXT" Warning "The text begins like a formula; a spreadsheet would run it."
    /// The field takes one of a few values, and this is none of them.
    ValueNotAllowed "VALUE_NOT_ALLOWED" Error "Only these values are allowed: {allowed}."
    /// A word or a sign stands for no value, as databases, programs and people write it: `NULL`, `see above`, `?`.
    Placeholder "PLACEHOLDER" Error "This stands for no value; the value itself is needed."
    /// Letters were lost or doubled by a wrong encoding, or an escape such as `&uuml;` was left in.
    EncodingDamaged "ENCODING_DAMAGED" Warning "Letters were damaged by a wrong encoding; enter the text again."

    // spreadsheets
    /// A spreadsheet turned the number into the form 1.23E+15; its digits are lost.
    SpreadsheetExponent "SPREADSHEET_EXPONENT" Error "A spreadsheet has rounded this number to the form 1.23E+15 and lost its digits. Format the column as text and enter it again."
    /// The number is one or two digits short, as when a spreadsheet dropped leading zeros; the suggestion fills them in.
    SpreadsheetLeadingZero "SPREADSHEET_LEADING_ZERO" Error "Leading zeros are missing; a spreadsheet drops them unless the column is text."
    /// A spreadsheet or a data tool appended `.0`.
    SpreadsheetDecimal "SPREADSHEET_DECIMAL" Error "A decimal part was appended to the number, as data tools do."
    /// A number of more than fifteen digits ends in zeros from the sixteenth digit on.
    SpreadsheetPrecision "SPREADSHEET_PRECISION" Warning "The last digits are all zero; a spreadsheet may have rounded the number."
    /// The cell holds a spreadsheet's error, such as `#N/A`.
    SpreadsheetError "SPREADSHEET_ERROR" Error "The cell holds a spreadsheet's error instead of a value."
    /// The apostrophe that marks a cell as text was exported with it, and was taken out.
    SpreadsheetApostrophe "SPREADSHEET_APOSTROPHE" Warning "The apostrophe in front of the value was taken out."
    /// The formula that keeps a spreadsheet from reading a number, `="..."`, was exported with the value, and was taken out.
    SpreadsheetFormula "SPREADSHEET_FORMULA" Warning "The formula (=\"...\") around the value was taken out."

    // confusions
    /// An IBAN stands in the place of something else.
    LooksLikeIban "LOOKS_LIKE_IBAN" Error "This is an IBAN; it belongs in another field."
    /// A BIC stands in the place of something else.
    LooksLikeBic "LOOKS_LIKE_BIC" Error "This is a BIC (SWIFT code); it belongs in another field."
    /// An IFSC stands in the place of something else.
    LooksLikeIfsc "LOOKS_LIKE_IFSC" Error "This is an IFSC; it belongs in another field."
    /// A UK sort code stands in the place of something else.
    LooksLikeSortCode "LOOKS_LIKE_SORT_CODE" Error "This is written like a UK sort code (12-34-56)."
    /// An Australian BSB stands in the place of something else.
    LooksLikeBsb "LOOKS_LIKE_BSB" Error "This is written like an Australian BSB (123-456)."
    /// A UPI address stands in the place of something else.
    LooksLikeVpa "LOOKS_LIKE_VPA" Error "This is a UPI address (VPA); it belongs in another field."
    /// An e-mail address stands in the place of something else.
    LooksLikeEmail "LOOKS_LIKE_EMAIL" Error "This is an e-mail address."
    /// A web address stands in the place of something else.
    LooksLikeLink "LOOKS_LIKE_LINK" Error "This is a web address."
    /// Words without a digit, such as somebody's name, stand in the place of something else.
    LooksLikeName "LOOKS_LIKE_NAME" Error "This reads like a name."
    /// A phone number stands in the place of something else.
    LooksLikePhoneNumber "LOOKS_LIKE_PHONE_NUMBER" Error "This is a phone number; it belongs in another field."
    /// The number passes the check of a payment card's number (Luhn, ISO/IEC 7812); real account numbers may, too.
    LooksLikeCardNumber "LOOKS_LIKE_CARD_NUMBER" Warning "This passes the check of a payment card's number; an account number is needed."
    /// A number with decimals, or with thousands separated by commas, stands in the place of something else.
    LooksLikeAmount "LOOKS_LIKE_AMOUNT" Error "This is written like an amount."
    /// A date stands in the place of something else.
    LooksLikeDate "LOOKS_LIKE_DATE" Error "This is a date."
    /// A UUID, by which programs number their records, stands in the place of something else.
    LooksLikeUuid "LOOKS_LIKE_UUID" Error "This is a UUID, the number of a record in a program."
    /// A transaction hash stands in the place of an address.
    LooksLikeTransactionHash "LOOKS_LIKE_TRANSACTION_HASH" Error "This is a transaction hash, not an address."
    /// 32 bytes in hexadecimal form are a transaction on some networks and an address on others.
    HashOrAddress "HASH_OR_ADDRESS" Info "Addresses of Aptos, Sui and NEAR are written like this, too."
    /// An address stands in the place of a transaction hash.
    LooksLikeAddress "LOOKS_LIKE_ADDRESS" Error "This is an address, not a transaction hash."
    /// An EVM address stands in the place of something else.
    LooksLikeEvmAddress "LOOKS_LIKE_EVM_ADDRESS" Error "This is an address of Ethereum or another EVM network."
    /// A TRON address stands in the place of something else.
    LooksLikeTronAddress "LOOKS_LIKE_TRON_ADDRESS" Error "This is an address of TRON."
    /// A Stellar address stands in the place of something else.
    LooksLikeStellarAddress "LOOKS_LIKE_STELLAR_ADDRESS" Error "This is an address of Stellar."
    /// A Solana address stands in the place of something else.
    LooksLikeSolanaAddress "LOOKS_LIKE_SOLANA_ADDRESS" Error "This is an address of Solana."
    /// A Bitcoin address stands in the place of something else.
    LooksLikeBitcoinAddress "LOOKS_LIKE_BITCOIN_ADDRESS" Error "This is an address of Bitcoin."
    /// The address of a chain that is not listed stands in the place of another.
    LooksLikeOtherChain "LOOKS_LIKE_OTHER_CHAIN" Error "This is an address of another chain."
    /// A secret key was pasted; whoever reads it can spend the funds.
    LooksLikeSecretKey "LOOKS_LIKE_SECRET_KEY" Error "This is a secret key. Never share it; move its funds to a new key."

    // IBAN (ISO 13616)
    /// The first two characters are no country code.
    IbanCountryUnknown "IBAN_COUNTRY_UNKNOWN" Error "An IBAN begins with a country code; {country} is none."
    /// The letters are written for a country whose IBANs begin with others: UK for GB, EL for GR, a territory's own for its state's.
    IbanPrefix "IBAN_PREFIX" Error "IBANs of {country} begin with {prefix}."
    /// Banks of the country issue no IBANs; other fields name an account there.
    IbanNotUsed "IBAN_NOT_USED" Error "Banks of {country} issue no IBANs; what is needed instead: {fields}."
    /// The country's banks use IBANs without being in the SWIFT registry; the form that they use was checked, and the key inside where there is one.
    IbanCountryNotRegistered "IBAN_COUNTRY_NOT_REGISTERED" Warning "{country} has no entry in the IBAN registry; the number has the form that its banks use, but other banks may refuse it."
    /// The country has no entry in the SWIFT registry of IBANs; check digits alone (ISO 7064, mod 97-10) were checked.
    IbanCountryNoRule "IBAN_COUNTRY_NO_RULE" Warning "{country} has no entry in the IBAN registry; only the checksum could be checked."
    /// The length is not the one that the SWIFT registry of IBANs has for the country.
    IbanLength "IBAN_LENGTH" Error "An IBAN of {country} has {expected} characters, this one has {actual}."
    /// A letter stands where the country's format has a digit, or the other way round.
    IbanStructure "IBAN_STRUCTURE" Error "Character {position} does not fit the format of an IBAN of {country}."
    /// The check digits do not match the rest (ISO 7064, mod 97-10).
    IbanChecksum "IBAN_CHECKSUM" Error "The check digits do not match: at least one character is wrong."
    /// The check digits of the IBAN match, those that the country's banks have inside the account number do not.
    IbanNationalCheck "IBAN_NATIONAL_CHECK" Error "The check digits that banks of {country} have inside the account number do not match: at least one character is wrong."
    /// The same by a rule that few examples confirm, or that does not hold for all accounts any more.
    IbanNationalCheckUnsure "IBAN_NATIONAL_CHECK_UNSURE" Warning "The check digits that most account numbers of {country} have inside do not match."
    /// The bank number of Switzerland or Liechtenstein is one of 30000 to 31999: a QR-IBAN.
    IbanQr "IBAN_QR" Warning "This is a QR-IBAN: it takes payments with a QR reference only."

    // BIC (ISO 9362)
    /// The length is neither 8, for a bank, nor 11, for a branch.
    BicLength "BIC_LENGTH" Error "A BIC has 8 or 11 characters, this one has {actual}."
    /// A letter or a digit stands where the form `AAAABBCCDDD` has none.
    BicStructure "BIC_STRUCTURE" Error "A BIC is four letters or digits, two letters of a country, two and optionally three letters or digits; character {position} does not fit."
    /// A digit stands among the first four characters: ISO 9362:2022 allows it, but hardly any bank has one.
    BicDigitsInPrefix "BIC_DIGITS_IN_PREFIX" Warning "A digit among the first four characters of a BIC is rare; check that no letter was meant."
    /// A word or the name of a bank has the form of a BIC by chance, as `CITIBANK` has.
    BicIsName "BIC_IS_NAME" Warning "This reads like the name of a bank; make sure that it is its BIC."
    /// The fifth and sixth characters are no country code.
    BicCountryUnknown "BIC_COUNTRY_UNKNOWN" Error "The fifth and sixth characters of a BIC are a country code; {country} is none."
    /// The eighth character is 0, which marks a test BIC.
    BicTest "BIC_TEST" Warning "The eighth character is 0: a test BIC, to which no money can be sent."
    /// The eighth character is 1, which marks a bank that is reached through another one.
    BicPassive "BIC_PASSIVE" Info "The eighth character is 1: the bank is not connected to SWIFT itself, and is reached through another one."

    // national bank codes
    /// The checksum of an ABA routing number, with weights 3, 7 and 1, does not match.
    AbaChecksum "ABA_CHECKSUM" Error "The checksum does not match: at least one digit is wrong."
    /// The first two digits are not assigned to any Federal Reserve district or use.
    AbaPrefixUnassigned "ABA_PREFIX_UNASSIGNED" Error "No routing number begins with {prefix}."
    /// The number consists of zeros alone, as forms are filled in to get past them.
    AllZeros "ALL_ZEROS" Error "Zeros alone are no valid number."
    /// A text without a single digit stands in the place of an account number.
    AccountWithoutDigits "ACCOUNT_WITHOUT_DIGITS" Error "An account number has digits; there are none here."
    /// A word stands beside the number, or it is written as a reference or part of a date is.
    AccountUnusual "ACCOUNT_UNUSUAL" Warning "Account numbers are rarely written like this; make sure that it is one."
    /// Nine digits that do not begin with a zero are no Canadian transit number (Payments Canada).
    CaTransitLeadingZero "CA_TRANSIT_LEADING_ZERO" Error "The nine-digit form is 0, three digits of institution, five of transit; it must begin with 0."
    /// The published modulus check of the sort code's bank does not come out right.
    UkModulusFailed "UK_MODULUS_FAILED" Error "The account number does not fit the sort code (modulus check): at least one digit is wrong."
    /// Whether the account number fits the sort code can be told by Pay.UK's modulus table alone, which was not loaded.
    UkModulusNotChecked "UK_MODULUS_NOT_CHECKED" Info "Whether the account number fits the sort code was not checked: load Pay.UK's modulus table."
    /// The transit field repeats the institution number, and differs from the institution field.
    CaInstitutionMismatch "CA_INSTITUTION_MISMATCH" Error "The institution in the transit number differs from the institution number."
    /// The first two digits are no bank's in AusPayNet's list.
    BsbBankUnknown "BSB_BANK_UNKNOWN" Warning "No bank is known whose BSBs begin with {prefix}."
    /// The characters are not of the form four letters, 0, six letters or digits.
    IfscStructure "IFSC_STRUCTURE" Error "An IFSC is four letters, a zero and six letters or digits; character {position} does not fit."
    /// The bank was merged into another and its codes were replaced (Reserve Bank of India); which branch has which new
    /// one is in that bank's lists.
    IfscBankMerged "IFSC_BANK_MERGED" Warning "The bank was merged into {bank}; ask for the account's new code."
    /// The branch is digits but for letters that look like some, as branches of other banks alone are written; the
    /// suggestion has the digits.
    IfscBranchLetter "IFSC_BRANCH_LETTER" Warning "A letter that looks like a digit stands in the branch; make sure that it is one."
    /// The first four letters are no bank in the Reserve Bank of India's list.
    IfscBankUnknown "IFSC_BANK_UNKNOWN" Warning "No bank with the letters {bank} is known."

    // UPI
    /// The address is not of the form name@handle.
    VpaStructure "VPA_STRUCTURE" Error "A UPI address is a name of at least three characters, @ and a handle of three to twenty letters or digits, such as name@okaxis."
    /// The handle is not on the list of known ones, which is not complete.
    VpaHandleUnknown "VPA_HANDLE_UNKNOWN" Warning "The handle after the @ is not on the list of known ones."
    /// A phone number stands in the place of a UPI address.
    VpaIsPhoneNumber "VPA_IS_PHONE_NUMBER" Error "This is a phone number; a UPI address has a handle, such as name@okaxis."
    /// Under `compat`: the address fits the rule of Rahat's document alone, which also fits what UPI cannot pay.
    VpaLoose "VPA_LOOSE" Warning "The address fits only the loose rule something@something."

    // phone numbers (E.164)
    /// The number is not in international form.
    PhoneNotInternational "PHONE_NOT_INTERNATIONAL" Error "The international form is needed: +, calling code, number."
    /// The number begins with no calling code that ITU-T E.164 has assigned.
    PhoneCallingCodeUnknown "PHONE_CALLING_CODE_UNKNOWN" Error "No country has this calling code."
    /// The numbering plan of the country is not at hand; only the general form (E.164) could be checked.
    PhoneCountryNoRule "PHONE_COUNTRY_NO_RULE" Info "For +{calling} only the general form of a phone number could be checked."
    /// The number is written as within its country, whose numbering plan is not at hand; it is left as it is written.
    PhoneNationalNoRule "PHONE_NATIONAL_NO_RULE" Warning "The numbering plan of {country} is not at hand: give the number with + and calling code."
    /// The zero that stands in front of a number within the country was kept behind the calling code.
    PhoneTrunkZero "PHONE_TRUNK_ZERO" Error "Behind +{calling} the number goes on without the zero of its national form."
    /// The number of digits is not the one of the country's mobile numbers.
    PhoneLength "PHONE_LENGTH" Error "A mobile number of +{calling} has {expected} digits after the calling code, this one has {actual}."
    /// The number is a fixed line, or of another sort that has no wallet, by the country's numbering plan.
    PhoneNotMobile "PHONE_NOT_MOBILE" Error "This is not a mobile number of +{calling}."
    /// The country's numbering plan lists no mobile range for the number; new ranges may be missing from it.
    PhoneRangeUnknown "PHONE_RANGE_UNKNOWN" Warning "No mobile range of +{calling} is known to begin like this number."
    /// The number is written as within its country, and the country is not known.
    PhoneNationalForm "PHONE_NATIONAL_FORM" Warning "Without its country this form of the number could not be checked; give it with + and the calling code."
    /// The number's calling code is not the one of the country that the payment goes to.
    PhoneCountryMismatch "PHONE_COUNTRY_MISMATCH" Error "The number belongs to another country than {country}."
    /// The number's range was given to the operator of another service; numbers can be ported, so this is no error.
    PhoneOperatorMismatch "PHONE_OPERATOR_MISMATCH" Warning "The number's range belongs to {operator}, unless it was ported."
    /// The number's range was given to an operator that does not run the service; numbers can be ported, so this is no error.
    PhoneOperatorOther "PHONE_OPERATOR_OTHER" Warning "The number's range belongs to an operator that does not run {provider}, unless it was ported."
    /// No mobile-money service of this name is known in the country; the list is not complete.
    MobileProviderUnknown "MOBILE_PROVIDER_UNKNOWN" Warning "No mobile-money service of this name is known; known ones are {allowed}."
    /// The mobile-money service is not offered in the country of the payment.
    MobileProviderCountry "MOBILE_PROVIDER_COUNTRY" Error "{provider} does not serve {country}."

    // chains
    /// The EIP-55 capitalisation does not match: at least one character is wrong.
    EvmChecksum "EVM_CHECKSUM" Error "The capital letters do not match the address (EIP-55): at least one character is wrong."
    /// The address has no capitals, so that a typing error cannot be noticed.
    EvmNoChecksum "EVM_NO_CHECKSUM" Warning "The address carries no checksum (EIP-55); a typing error could not be noticed."
    /// The digits are right, but `0x` is missing in front of them; the suggestion has it.
    HexPrefixMissing "HEX_PREFIX_MISSING" Error "0x is missing in front."
    /// `0x` stands where the chain's own form has none.
    HexPrefixExtra "HEX_PREFIX_EXTRA" Error "0x does not belong in front."
    /// `0X` was typed for `0x`, and was mended.
    HexPrefixCapital "HEX_PREFIX_CAPITAL" Warning "0X was read as 0x."
    /// The address of nobody, to which tokens are sent to be destroyed.
    AddressIsZero "ADDRESS_IS_ZERO" Error "This address belongs to nobody; what is sent there is lost."
    /// The checksum inside the address (SHA-256 for TRON, CRC-16 for Stellar) does not match.
    AddressChecksum "ADDRESS_CHECKSUM" Error "The checksum in the address does not match: at least one character is wrong."
    /// The address is not of the type that can be paid on this network.
    AddressType "ADDRESS_TYPE" Error "This is not an address that can be paid on {network}."
    /// The text has nothing of an address of the network.
    AddressStructure "ADDRESS_STRUCTURE" Error "This is no address of {network}."
    /// A name that stands for an address, such as of ENS; which address that is only its registry knows.
    AddressIsName "ADDRESS_IS_NAME" Error "This is a name; look up the address that it stands for."
    /// The contract of a token, or its issuer. A note on the address itself, an error where it is a destination.
    AddressIsToken "ADDRESS_IS_TOKEN" Error "This is the contract or issuer of {token} on {network}; tokens sent there are lost."
    /// An address that tokens are burnt with, a placeholder, or one of a program. A note on the address itself, an error
    /// where it is a destination.
    AddressWithoutKey "ADDRESS_WITHOUT_KEY" Error "Nobody has a key of this address; what is sent there is lost."
    /// The 32 bytes are no point of the curve Ed25519: an account of a program, such as a token account. An error where
    /// it is a destination.
    SolanaOffCurve "SOLANA_OFF_CURVE" Warning "This belongs to a program, as token accounts do; give the wallet's own address."
    /// The text is no signature of a transaction on Solana.
    SolanaSignature "SOLANA_SIGNATURE" Error "A transaction on Solana is 64 bytes in base58, 86 to 88 characters."
    /// An address of Stellar that begins with C.
    StellarContract "STELLAR_CONTRACT" Warning "This is a contract, not an account; many wallets and exchanges cannot pay it."
    /// A version of SegWit whose rules are not made yet.
    BitcoinVersionUnused "BITCOIN_VERSION_UNUSED" Warning "This version of SegWit is not in use; anybody could take what is sent there."
    /// The address holds a memo already (`M...`). A warning where it is the same one.
    MemoTwice "MEMO_TWICE" Error "The address holds a memo already; give the one that begins with G, or no memo."
    /// The network has no memos.
    MemoNotUsed "MEMO_NOT_USED" Warning "Payments on this network have no memo."
    /// The caller said that the address needs a memo.
    MemoRequired "MEMO_REQUIRED" Error "This address needs a memo; without one the payment cannot be told from others."
    /// A TRON address in the hexadecimal form that nodes use.
    TronHexForm "TRON_HEX_FORM" Error "This is a TRON address in hexadecimal form; the form that begins with T is needed."
    /// No network of this name is in the table of networks.
    NetworkUnknown "NETWORK_UNKNOWN" Warning "The network is not known; known ones are {allowed}."
    /// The network is known, and its addresses are not read.
    NetworkNotCovered "NETWORK_NOT_COVERED" Warning "Addresses of {network} are not read; the destination could not be checked."
    /// A network was named for a currency that is no token.
    CurrencyNoToken "CURRENCY_NO_TOKEN" Error "{currency} is no token and travels on no network; a token's code is needed, such as USDC."
    /// The provider's documents say that the network is not fully supported.
    NetworkPartial "NETWORK_PARTIAL" Warning "{network} is accepted but not fully supported by the provider."
    /// The token is rarely or no longer used on the network.
    TokenNetworkUnusual "TOKEN_NETWORK_UNUSUAL" Warning "{currency} on {network} is unusual; its issuer may not support it."

    // fields of a destination
    /// A required field is missing.
    FieldRequired "FIELD_REQUIRED" Error "This field is needed."
    /// One of several fields is needed and none is there.
    FieldOneOfRequired "FIELD_ONE_OF_REQUIRED" Error "One of these fields is needed: {fields}."
    /// The rail is usually paid by other fields than those that are there; it is not known whether it can be paid.
    RailFieldMissing "RAIL_FIELD_MISSING" Warning "{currency} by {rail} is paid by one of these fields: {fields}. Whether it can be paid without is not known."
    /// A provider's document demands a field that the rail does not need.
    ProviderRequires "PROVIDER_REQUIRES" Info "{provider} needs this as well: {fields}."
    /// The field does not belong to the currency and rail, and would not be sent.
    FieldNotUsed "FIELD_NOT_USED" Warning "{currency} by {rail} does not use this field."
    /// Fields of several destinations are given, such as a bank account and a UPI address, and no rail says which is meant.
    DestinationAmbiguous "DESTINATION_AMBIGUOUS" Warning "Several destinations are given: {fields}. Which one is meant is not said; name the rail."
    /// No field has this name; the suggestion is the one that was probably meant. In a destination a warning: the
    /// member is not used.
    FieldUnknown "FIELD_UNKNOWN" Error "There is no field of this name."
    /// A number, an object or another type stands where the field takes text.
    FieldType "FIELD_TYPE" Error "A value of type {expected} is needed."
    /// The value does not fit the pattern that the provider names for the field.
    FieldPattern "FIELD_PATTERN" Error "The value does not fit the pattern {pattern}."
    /// The provider names a pattern that engines read differently, or that would take long, so that it was not applied.
    PatternNotApplied "PATTERN_NOT_APPLIED" Warning "The provider's pattern for this field was not applied."
    /// The same field was given twice under two of its names.
    FieldTwice "FIELD_TWICE" Error "The field was given twice, under two names."
    /// No currency has this code (ISO 4217), and no supported token.
    CurrencyUnknown "CURRENCY_UNKNOWN" Error "No currency has this code."
    /// The code was withdrawn from ISO 4217. Nothing is suggested: the amount in the successor is another.
    CurrencyWithdrawn "CURRENCY_WITHDRAWN" Error "{currency} was withdrawn; one {successor}, its successor, is {rate} {currency}."
    /// The currency exists, but there are no rules for paying it out.
    CurrencyNoCorridor "CURRENCY_NO_CORRIDOR" Warning "There are no rules for paying out {currency}; the destination could not be checked."
    /// The rail is none of those that are known, so that no rules could be applied.
    RailUnknown "RAIL_UNKNOWN" Warning "The rail is not known; known ones are {allowed}."
    /// There are rules for paying the currency, but none by this rail.
    RailNotAvailable "RAIL_NOT_AVAILABLE" Warning "There are no rules for paying out {currency} by {rail}; the destination could not be checked."
    /// No country has this code (ISO 3166-1 alpha-2).
    CountryUnknown "COUNTRY_UNKNOWN" Error "No country has this code; the two letters of ISO 3166 are needed."
    /// There are rules for paying the currency by this rail, but none for this country.
    CountryNotInCorridor "COUNTRY_NOT_IN_CORRIDOR" Warning "There are no rules for paying out {currency} by {rail} in {country}; the destination could not be checked."
    /// The bank is not a member of the Nepal Clearing House, by name or number.
    BankNotSupported "BANK_NOT_SUPPORTED" Error "The bank is not on the list of the clearing house; its name or its four-digit number is needed."
    /// Under `compat`: the bank is unknown and is sent as the mapping of Rahat's document writes it.
    BankMappedLoosely "BANK_MAPPED_LOOSELY" Warning "The bank is not on the list of the clearing house and would be sent as it is."
    /// A bank of the clearing house was found by a part of its name.
    BankReadAs "BANK_READ_AS" Info "This was read as {bank}."
    /// `aba` was given for Singapore, where the number means something else.
    AbaNotApplicableSgd "ABA_NOT_APPLICABLE_SGD" Error "ABA numbers exist in the USA only; for Singapore give the BIC."
    /// An account number of the United Kingdom without a sort code.
    SortCodeMissing "SORT_CODE_MISSING" Warning "A UK account number needs its sort code for a local transfer."
    /// The payment is in euros, and the country of the IBAN is no member of SEPA; another rail may reach it.
    IbanNotSepa "IBAN_NOT_SEPA" Warning "{country} is outside SEPA; the IBAN cannot be paid by it."
    /// The IBAN belongs to another country than the payment.
    IbanCountryMismatch "IBAN_COUNTRY_MISMATCH" Warning "The IBAN is of {found}, the payment is for {country}."
    /// The BIC belongs to another country than the payment.
    BicCountryMismatch "BIC_COUNTRY_MISMATCH" Warning "The BIC is of {found}, the payment is for {country}."
    /// The IBAN and the BIC belong to two countries.
    IbanBicCountryMismatch "IBAN_BIC_COUNTRY_MISMATCH" Error "The IBAN is of {iban}, the BIC of {bic}."
    /// The IBAN's bank code and the BIC belong to two banks that are not known to be one.
    IbanBicMismatch "IBAN_BIC_MISMATCH" Warning "The IBAN belongs to a bank whose BIC begins with {expected}, not {found}."
    /// The IBAN belongs to another bank than the one named.
    IbanBankNameMismatch "IBAN_BANK_NAME_MISMATCH" Warning "The IBAN belongs to {expected}, another bank is named."
    /// A code that exists in one country alone, such as an ABA routing number, belongs to another country than the payment.
    FieldCountryMismatch "FIELD_COUNTRY_MISMATCH" Warning "This field is of {found}, the payment is for {country}."
    /// Two fields belong to banks of two countries.
    FieldsCountryMismatch "FIELDS_COUNTRY_MISMATCH" Error "Two fields contradict each other, one is of {found}, one of {country}: {fields}."
    /// Two fields belong to two banks that are not known to be one.
    FieldsBankMismatch "FIELDS_BANK_MISMATCH" Warning "Two fields belong to two banks: {fields}."
    /// The account number repeats the number of the bank or the branch.
    AccountIsBankCode "ACCOUNT_IS_BANK_CODE" Warning "The account number repeats another field: {field}."
    /// The holder's name has no letters, or so many digits as numbers have.
    NameUnusual "NAME_UNUSUAL" Warning "This is hardly a name; make sure that it is the holder's."
    /// The holder's name is one word or initials alone, where banks compare the full name.
    NameIncomplete "NAME_INCOMPLETE" Info "The full name is needed, as the bank knows it; one word or initials may not match."
    /// The scheme carries fewer characters of the text than there are; the rest may be cut off.
    SchemeLength "SCHEME_LENGTH" Info "{scheme} carries {expected} characters of this text, there are {actual}."
    /// The scheme carries letters without accents, digits and a few signs; `params.transliterated` is how the text may arrive.
    SchemeCharacters "SCHEME_CHARACTERS" Info "{scheme} may not carry all of these letters and signs."
    /// The account number is not the one inside the IBAN.
    AccountIbanMismatch "ACCOUNT_IBAN_MISMATCH" Warning "The account number is not the one in the IBAN."
    /// The sort code is not the one inside the IBAN.
    SortCodeIbanMismatch "SORT_CODE_IBAN_MISMATCH" Warning "The sort code is not the one in the IBAN."

    // amounts
    /// The text is no plain decimal number, and none of the reasons below is plainly it.
    AmountNotANumber "AMOUNT_NOT_A_NUMBER" Error "A plain decimal number is needed, such as 1234.56."
    /// The amount is negative.
    AmountNegative "AMOUNT_NEGATIVE" Error "The amount is negative."
    /// The amount is zero.
    AmountZero "AMOUNT_ZERO" Error "The amount is zero."
    /// The amount has more decimals than the currency.
    AmountTooPrecise "AMOUNT_TOO_PRECISE" Error "{currency} has {expected} decimals, the amount has {actual}."
    /// The amount has more than 28 digits.
    AmountTooLarge "AMOUNT_TOO_LARGE" Error "The amount has too many digits."
    /// Separators stand between thousands, or a comma for the decimal point.
    AmountSeparators "AMOUNT_SEPARATORS" Error "Only one point, in front of the decimals, can stand in an amount."
    /// A currency's sign or code stands beside the number.
    AmountCurrencySign "AMOUNT_CURRENCY_SIGN" Error "The currency belongs in its own field."
    /// The amount is written with an exponent.
    AmountExponent "AMOUNT_EXPONENT" Error "The amount is written with an exponent; write all its digits."

    /// A number in JSON has so many digits that a reader into binary floats has lost some.
    AmountUnsafeNumber "AMOUNT_UNSAFE_NUMBER" Error "The number has more digits than JSON readers keep; give it as text."
    /// An amount in smallest units has decimals.
    AmountMinorUnits "AMOUNT_MINOR_UNITS" Error "Smallest units are counted in whole numbers; {currency} has {expected} decimals."

    // fees, quotes and limits
    /// Only one of several fields can be given.
    FieldsExclusive "FIELDS_EXCLUSIVE" Error "Only one of these fields can be given: {fields}."
    /// A rate is more than the whole amount.
    RateTooLarge "RATE_TOO_LARGE" Error "The rate is more than the whole amount; {expected} is the most."
    /// The rate is no plain decimal number, or has more than 38 digits.
    RateStructure "RATE_STRUCTURE" Error "A rate is a plain decimal number of at most 38 digits, such as 1.0870."
    /// A currency is exchanged for itself at a rate that is not one.
    RateNotOne "RATE_NOT_ONE" Error "One {currency} is one {currency}: the rate must be 1."
    /// The rate is more than three hundredths away from the reference rate, or a stable coin's from one.
    RateUnusual "RATE_UNUSUAL" Warning "The rate {rate} is far from {expected}; it may be the inverse, or out of date."
    /// An exchange rate is zero.
    RateZero "RATE_ZERO" Error "An exchange rate cannot be zero."
    /// The tiers of a fee do not go up, or do not end in an open one.
    TiersOrder "TIERS_ORDER" Error "Tiers go up, and the last one alone has no end."
    /// A minimum is above its maximum.
    MinimumAboveMaximum "MINIMUM_ABOVE_MAXIMUM" Error "The minimum is above the maximum."
    /// Nothing would be left of the amount.
    FeeExceedsAmount "FEE_EXCEEDS_AMOUNT" Error "The fees are more than the amount."
    /// What is paid comes to nothing: the fees take all of it, or it is less than a unit of what arrives.
    NothingArrives "NOTHING_ARRIVES" Error "Nothing would arrive."
    /// The time is not written as RFC 3339 says.
    TimeStructure "TIME_STRUCTURE" Error "A time in the form of RFC 3339 is needed, such as 2024-06-09T07:00:00Z."
    /// A quote has expired, or is about to.
    QuoteExpired "QUOTE_EXPIRED" Error "The quote could be used until {until}."
    /// The quote has an end, and the time of the question was not given.
    QuoteExpiryOpen "QUOTE_EXPIRY_OPEN" Warning "Whether the quote has expired cannot be told without the time of now."
    /// Banks on the way may take fees of which no upper bound was given.
    IntermediaryFeesUnknown "INTERMEDIARY_FEES_UNKNOWN" Warning "Banks on the way may take fees; how much arrives at least is not known."
    /// No payment makes exactly the wanted amount arrive.
    QuoteTargetNotExact "QUOTE_TARGET_NOT_EXACT" Warning "No payment makes exactly this amount arrive; the nearest are {below} and {above}."
    /// The rate has moved against the payer further than was allowed.
    SlippageExceeded "SLIPPAGE_EXCEEDED" Error "The rate has moved further than the tolerance allows: at least {minimum} must arrive."
    /// A provider's numbers do not agree with each other or with the schedule.
    QuoteMismatch "QUOTE_MISMATCH" Error "The quote's {field} should be {expected}."
    /// A provider's fee holds more than the schedule's parts.
    QuoteFeeRemainder "QUOTE_FEE_REMAINDER" Info "{amount} of the fee is not in the schedule and was named {name}."
    /// The payment is below a limit's minimum.
    LimitMinimum "LIMIT_MINIMUM" Error "{limit}: a payment is {minimum} {currency} at least."
    /// The payment is above a limit's maximum.
    LimitMaximum "LIMIT_MAXIMUM" Error "{limit}: a payment is {maximum} {currency} at most."
    /// The payment and those before it are more than a limit's total.
    LimitTotal "LIMIT_TOTAL" Error "{limit}: of {total} {currency}, {remaining} are left."
    /// The amount is no multiple of a limit's step.
    LimitStep "LIMIT_STEP" Error "{limit}: amounts go up in steps of {step} {currency}."
    /// There have been as many payments as a limit allows.
    LimitCount "LIMIT_COUNT" Error "{limit}: {count} payments are allowed, and {used} were made."
    /// A payment of the history has another currency and was not counted.
    LimitOtherCurrency "LIMIT_OTHER_CURRENCY" Warning "Payments in another currency than {currency} were not counted."

    // settlement
    /// The time zone is not one of those with rules here.
    ZoneUnknown "ZONE_UNKNOWN" Error "The time zone is not known; known ones are {allowed}."
    /// The payment comes after the cut-off and is processed on the next business day.
    CutoffMissed "CUTOFF_MISSED" Info "The cut-off was at {time} in {zone}."
    /// No document states a cut-off, so that none was applied.
    CutoffUnknown "CUTOFF_UNKNOWN" Warning "No cut-off is known for {currency}; the bank may count from the next business day."
    /// No document says how long the money travels.
    SettlementUnknown "SETTLEMENT_UNKNOWN" Warning "It is not known how long {currency} takes by {rail}."
    /// The calendar does not cover the year.
    CalendarYearUnknown "CALENDAR_YEAR_UNKNOWN" Warning "The calendar {calendar} covers {first} to {last}."
    /// Holidays that follow the moon are in the calendar before they are proclaimed.
    CalendarEstimated "CALENDAR_ESTIMATED" Warning "Some holidays of the calendar {calendar} follow the moon and were estimated."
    /// The hours of the scheme are general knowledge: nobody who runs it was found to state them.
    SchemeHoursUnsure "SCHEME_HOURS_UNSURE" Warning "The hours of {scheme} are not published; these are the usual ones."
    /// Nothing of the provider's own is known about the currency and rail; the schemes' own hours were used.
    ProviderNoHours "PROVIDER_NO_HOURS" Info "No hours of its own are known of {provider} for this payment; those of the schemes were used."
    /// What is sent now arrives after the time that it should be there by.
    ArrivesTooLate "ARRIVES_TOO_LATE" Warning "To arrive in time it had to be sent by {until}."
    /// The scheme carries amounts of fewer decimals than the currency has.
    SchemeDecimals "SCHEME_DECIMALS" Warning "{scheme} carries {currency} with {expected} decimals."
    /// The scheme carries larger amounts only.
    SchemeMinimum "SCHEME_MINIMUM" Warning "{scheme} carries {minimum} {currency} at least."
    /// The scheme carries smaller amounts only.
    SchemeMaximum "SCHEME_MAXIMUM" Warning "{scheme} carries {maximum} {currency} at most."
    /// Bank holidays differ within the country.
    CalendarRegional "CALENDAR_REGIONAL" Warning "Bank holidays of {country} differ by region; those of {region} were used."

    // e-mail, urls and the like in requests
    /// The text is no e-mail address.
    EmailStructure "EMAIL_STRUCTURE" Error "This is not an e-mail address."

    /// The text is no https URL.
    UrlStructure "URL_STRUCTURE" Error "A URL that begins with https:// is needed."
    /// The text is no UUID.
    UuidStructure "UUID_STRUCTURE" Error "A UUID is needed, such as 550e8400-e29b-41d4-a716-446655440000."
    /// The text is no date or time of the form that is needed.
    DateStructure "DATE_STRUCTURE" Error "A date is needed, such as 1990-01-01, or a time, such as 2024-06-09T07:00:00Z."
    /// The time until which something was allowed is over.
    DeadlinePassed "DEADLINE_PASSED" Error "The deadline has passed."
    /// The text is no number in hexadecimal or in digits.
    HexStructure "HEX_STRUCTURE" Error "This must be a whole number in digits, or bytes in hexadecimal with 0x in front."
    /// The call data is not that of a transfer of tokens.
    NotATransfer "NOT_A_TRANSFER" Error "These bytes do not call transfer(address,uint256)."
    /// What a signed transfer of tokens moves, for whoever approves it.
    TransferMoves "TRANSFER_MOVES" Info "This moves {amount} of the token's smallest units to {address}."
    /// The text is no data URL with Base64 in it.
    DataUrlStructure "DATA_URL_STRUCTURE" Error "A file is given as data:application/pdf;name=invoice.pdf;base64,..."
    /// The number is too small or too large.
    NumberRange "NUMBER_RANGE" Error "A number from {least} to {most} is needed."
    /// The list has too few or too many items.
    ListLength "LIST_LENGTH" Error "From {least} to {most} items are needed, there are {actual}."
    /// The amount must be counted in the smallest unit of the currency.
    MinorUnitsNeeded "MINOR_UNITS_NEEDED" Error "The amount is counted in the smallest unit, such as paise: a whole number."
    /// Exactly one of several members is needed.
    ExactlyOneRequired "EXACTLY_ONE_REQUIRED" Error "Exactly one of these is needed: {fields}."
    /// The amount is below the limit.
    AmountBelowMinimum "AMOUNT_BELOW_MINIMUM" Error "The amount is below the minimum."
    /// The amount is above the limit.
    AmountAboveMaximum "AMOUNT_ABOVE_MAXIMUM" Error "The amount is above the maximum."
    /// With what was paid today, the amount is above the limit of a day.
    DailyLimitExceeded "DAILY_LIMIT_EXCEEDED" Error "The limit of a day would be exceeded."
    /// The type of payment has no payload.
    UnsupportedOfframpType "UNSUPPORTED_OFFRAMP_TYPE" Error "Only these types can be paid out: {allowed}."
    /// A transaction hash and an address are of different chains.
    ChainMismatch "CHAIN_MISMATCH" Warning "The transaction is of {found}, the address of {expected}."
    /// Nothing tells a repeated request from a new one.
    IdempotencyKeyMissing "IDEMPOTENCY_KEY_MISSING" Warning "Without an idempotency key a repeated request pays twice."
    /// The idempotency key is made of the time.
    IdempotencyKeyOfTime "IDEMPOTENCY_KEY_OF_TIME" Warning "The key has the time in it: made anew for each attempt, it makes a new payment of each."
    /// A UPI address and a bank account were given; the UPI address is used.
    DestinationTwice "DESTINATION_TWICE" Warning "A UPI address and a bank account are given; the provider uses the UPI address."
    /// Several destinations were given, and nothing says which of them is paid.
    OneDestination "ONE_DESTINATION" Error "Only one destination may be given: {fields}."
    /// A header has an underscore in its name, which proxies may drop.
    HeaderUnderscore "HEADER_UNDERSCORE" Info "The header {header} has an underscore; some proxies drop such headers unless told not to."
    /// The key is one for tests.
    KeyForTests "KEY_FOR_TESTS" Info "The API key is one for tests; no money moves."
    /// The key has none of the known beginnings.
    KeyUnusual "KEY_UNUSUAL" Warning "The API key does not begin with sk_."

    // files
    /// There is no header: the file holds nothing, or nothing but empty lines.
    FileEmpty "FILE_EMPTY" Error "The file is empty."
    /// The file has a header and no rows.
    FileNoRows "FILE_NO_ROWS" Warning "The file has a header and no rows."
    /// By its first bytes the file is something else than rows of text.
    FileKind "FILE_KIND" Error "This is a file of another kind ({kind}). Save or export its rows as CSV, and check that."
    /// The file is a workbook or an archive that cannot be read, or ends too early.
    FileDamaged "FILE_DAMAGED" Error "The file is damaged or incomplete ({kind}); save or download it again."
    /// The workbook or the archive needs a password.
    FileEncrypted "FILE_ENCRYPTED" Error "The file is protected by a password; save it without one."
    /// The archive holds more than one file.
    ArchiveSeveral "ARCHIVE_SEVERAL" Error "The archive holds {count} files; unpack it and check each of them."
    /// What is packed in the file is larger than the limit.
    FileTooLarge "FILE_TOO_LARGE" Error "Unpacked, the file is larger than {expected} bytes; the rest was not read."
    /// The workbook has several sheets, of which one was read.
    SheetRead "SHEET_READ" Info "The sheet {sheet} was read; the workbook has {count} sheets."
    /// The workbook has no sheet of the name that was asked for.
    SheetUnknown "SHEET_UNKNOWN" Error "The workbook has no sheet of this name; it has {allowed}."
    /// The file has another number of rows than was said.
    FileRows "FILE_ROWS" Error "{expected} rows were expected, there are {actual}."
    /// The rows come to another sum than was said.
    FileTotal "FILE_TOTAL" Error "{expected} {currency} were expected, the rows come to {actual}."
    /// The rows come to more than is allowed.
    FileTotalAbove "FILE_TOTAL_ABOVE" Error "The rows come to {actual} {currency}; {maximum} are allowed."
    /// The amounts of a file are written in two ways.
    AmountNotations "AMOUNT_NOTATIONS" Warning "Amounts are written in two ways: row {row} has a point in front of decimals, row {other} a comma."
    /// An amount with three digits behind a point, in a file that has a comma in front of decimals elsewhere.
    AmountAmbiguous "AMOUNT_AMBIGUOUS" Warning "This amount has decimals or thousands behind its point; elsewhere in the file decimals stand behind a comma."
    /// Lines above the names of the columns, such as a title, were passed over.
    LinesAboveHeader "LINES_ABOVE_HEADER" Info "{count} lines above the names of the columns were passed over."
    /// Records that pay nobody were passed over: empty cells, a total, or the header again.
    RowsPassedOver "ROWS_PASSED_OVER" Info "{count} rows that pay nobody were passed over: empty ones, totals, or the names of the columns again."
    /// The first row is data, not column names.
    HeaderMissing "HEADER_MISSING" Error "The first row must name the columns; none of its cells is a known name."
    /// The file is UTF-16; it was converted.
    EncodingUtf16 "ENCODING_UTF16" Warning "The file is UTF-16; it was read as such. Save it as UTF-8."
    /// The file is UTF-32; it was converted.
    EncodingUtf32 "ENCODING_UTF32" Warning "The file is UTF-32; it was read as such. Save it as UTF-8."
    /// The file is not UTF-8; its bytes were taken for those that Windows writes in Western Europe.
    EncodingWindows1252 "ENCODING_WINDOWS_1252" Warning "The file is not UTF-8; it was read as Windows-1252. See that accents are right, and save it as UTF-8."
    /// The bytes are not UTF-8.
    EncodingNotUtf8 "ENCODING_NOT_UTF8" Error "The text is not UTF-8; save the file as UTF-8."
    /// The cells are separated by something other than a comma.
    DelimiterDetected "DELIMITER_DETECTED" Info "The cells are separated by {delimiter}."
    /// The column's name is none of those of a field or of the row itself.
    ColumnUnknown "COLUMN_UNKNOWN" Warning "Column {position} has no known name and was not used."
    /// Two columns have the same meaning.
    ColumnTwice "COLUMN_TWICE" Warning "Columns {first} and {position} both mean {field}; the first was used where it is filled."
    /// A column that every payment needs is missing.
    ColumnMissing "COLUMN_MISSING" Error "The column {field} is missing."
    /// The row has fewer cells than the header.
    RowTooShort "ROW_TOO_SHORT" Warning "The row has {actual} cells, the header has {expected}."
    /// The row has more cells than the header.
    RowTooLong "ROW_TOO_LONG" Error "The row has {actual} cells, the header has {expected}."
    /// The row is larger than the limit, as when a quotation mark was left open; its rest was passed over.
    RowTooLarge "ROW_TOO_LARGE" Error "The row is larger than {expected} bytes."
    /// In place of a payment stands something that is no JSON object, or one that is broken.
    RowNotJson "ROW_NOT_JSON" Error "This is not a JSON object, or one that is broken; the row was not read."
    /// A member that is to be a text or a number is a list or an object.
    CellNotText "CELL_NOT_TEXT" Error "A text or a number is expected here, not a list or an object."
    /// Two columns of the same meaning hold different values in this row.
    CellsDisagree "CELLS_DISAGREE" Warning "Another column means the same and says something else; the first was used."
    /// The name of a column says another currency than the row.
    ColumnCurrencyMismatch "COLUMN_CURRENCY_MISMATCH" Error "The column's name says {found}, the payment is in {currency}."
    /// A quotation mark was opened and never closed.
    QuoteUnclosed "QUOTE_UNCLOSED" Error "A quotation mark is opened and never closed."
    /// Text follows a closing quotation mark.
    QuoteStray "QUOTE_STRAY" Warning "Text follows a closing quotation mark."
    /// The row has the reference of an earlier one.
    DuplicateReference "DUPLICATE_REFERENCE" Error "Row {row} has the same reference."
    /// The row pays the same amount to the same destination as an earlier one.
    DuplicatePayment "DUPLICATE_PAYMENT" Warning "Row {row} pays the same amount to the same destination."
    /// The row has the reference of one in an earlier file.
    DuplicateReferenceFile "DUPLICATE_REFERENCE_FILE" Error "Row {row} of {file} has the same reference."
    /// The row pays the same amount to the same destination as one in an earlier file.
    DuplicatePaymentFile "DUPLICATE_PAYMENT_FILE" Warning "Row {row} of {file} pays the same amount to the same destination."
    /// The row has no reference, so that it cannot be told from another.
    ReferenceMissing "REFERENCE_MISSING" Warning "Without a reference the payment cannot be told from another."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_templates_are_packed_as_they_are() {
        for code in Code::ALL {
            assert_eq!((code.packed_word(), code.packed_template()), (code.as_str(), code.template()));
        }
    }
}
