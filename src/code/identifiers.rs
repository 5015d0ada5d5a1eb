//! Codes about identifiers: IBAN, BIC, national numbers of banks, UPI addresses, phone numbers, addresses on chains.

/// Hands the lines before it and its own to the next table.
macro_rules! identifiers {
    ([$($before:tt)*] $next:ident $($then:ident)*) => {
        $next! { [
        $($before)*
        // IBAN (ISO 13616)
        /// The first two characters are no country code.
        IbanCountryUnknown "IBAN_COUNTRY_UNKNOWN" Error "An IBAN starts with a country code; {country} is not one."
        /// The letters are written for a country whose IBANs begin with others: UK for GB, EL for GR, a territory's own for its state's.
        IbanPrefix "IBAN_PREFIX" Error "IBANs from {country} start with {prefix}."
        /// Banks of the country issue no IBANs; other fields name an account there.
        IbanNotUsed "IBAN_NOT_USED" Error "Banks of {country} issue no IBANs; what is needed instead: {fields}."
        /// The country's banks use IBANs without being in the SWIFT registry; the form that they use was checked, and the key inside where there is one.
        IbanCountryNotRegistered "IBAN_COUNTRY_NOT_REGISTERED" Warning "{country} has no entry in the IBAN registry; the number has the form that its banks use, but other banks may refuse it."
        /// The country has no entry in the SWIFT registry of IBANs; check digits alone (ISO 7064, mod 97-10) were checked.
        IbanCountryNoRule "IBAN_COUNTRY_NO_RULE" Warning "{country} has no entry in the IBAN registry; only the checksum could be checked."
        /// The length is not the one that the SWIFT registry of IBANs has for the country.
        IbanLength "IBAN_LENGTH" Error "An IBAN from {country} has {expected} characters, this one has {actual}."
        /// A letter stands where the country's format has a digit, or the other way round.
        IbanStructure "IBAN_STRUCTURE" Error "Character {position} does not fit the format of an IBAN from {country}."
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
        BicIsName "BIC_IS_NAME" Warning "This looks like the name of a bank; make sure that it is its BIC."
        /// The fifth and sixth characters are no country code.
        BicCountryUnknown "BIC_COUNTRY_UNKNOWN" Error "The fifth and sixth characters of a BIC are a country code; {country} is not one."
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
        AllZeros "ALL_ZEROS" Error "A number made only of zeros is not valid."
        /// A text without a single digit stands in the place of an account number.
        AccountWithoutDigits "ACCOUNT_WITHOUT_DIGITS" Error "An account number has digits; this has none."
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
        BsbBankUnknown "BSB_BANK_UNKNOWN" Warning "No bank's BSBs start with {prefix}."
        /// The characters are not of the form four letters, 0, six letters or digits.
        IfscStructure "IFSC_STRUCTURE" Error "An IFSC is four letters, a zero and six letters or digits; character {position} does not fit."
        /// The bank was merged into another and its codes were replaced (Reserve Bank of India); which branch has which new
        /// one is in that bank's lists.
        IfscBankMerged "IFSC_BANK_MERGED" Warning "The bank was merged into {bank}; ask for the account's new code."
        /// The branch is digits but for letters that look like some, as branches of other banks alone are written; the
        /// suggestion has the digits.
        IfscBranchLetter "IFSC_BRANCH_LETTER" Warning "A letter that looks like a digit stands in the branch; make sure that it is one."
        /// The first four letters are no bank in the Reserve Bank of India's list.
        IfscBankUnknown "IFSC_BANK_UNKNOWN" Warning "No bank's IFSC starts with {bank}."

        // UPI
        /// The address is not of the form name@handle.
        VpaStructure "VPA_STRUCTURE" Error "A UPI address is a name of at least three characters, @ and a handle of three to twenty letters or digits, such as name@okaxis."
        /// The handle is not on the list of known ones, which is not complete.
        VpaHandleUnknown "VPA_HANDLE_UNKNOWN" Warning "The handle after the @ is not known; check it."
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
        PhoneTrunkZero "PHONE_TRUNK_ZERO" Error "After +{calling} the number goes on without the zero of its national form."
        /// The number of digits is not the one of the country's mobile numbers.
        PhoneLength "PHONE_LENGTH" Error "A mobile number with +{calling} has {expected} digits after it, this one has {actual}."
        /// The number is a fixed line, or of another sort that has no wallet, by the country's numbering plan.
        PhoneNotMobile "PHONE_NOT_MOBILE" Error "This is not a mobile number with +{calling}."
        /// The country's numbering plan lists no mobile range for the number; new ranges may be missing from it.
        PhoneRangeUnknown "PHONE_RANGE_UNKNOWN" Warning "No mobile range of +{calling} is known to begin like this number."
        /// The number is written as within its country, and the country is not known.
        PhoneNationalForm "PHONE_NATIONAL_FORM" Warning "Without its country this form of the number could not be checked; give it with + and the calling code."
        /// The number's calling code is not the one of the country that the payment goes to.
        PhoneCountryMismatch "PHONE_COUNTRY_MISMATCH" Error "The number is not from {country}."
        /// The number's range was given to the operator of another service; numbers can be ported, so this is no error.
        PhoneOperatorMismatch "PHONE_OPERATOR_MISMATCH" Warning "The number's range belongs to {operator}, unless it was ported."
        /// The number's range was given to an operator that does not run the service; numbers can be ported, so this is no error.
        PhoneOperatorOther "PHONE_OPERATOR_OTHER" Warning "The number's range belongs to an operator that does not run {provider}, unless it was ported."
        /// No mobile-money service of this name is known in the country; the list is not complete.
        MobileProviderUnknown "MOBILE_PROVIDER_UNKNOWN" Warning "Unknown mobile-money service. Supported: {allowed}."
        /// The mobile-money service is not offered in the country of the payment.
        MobileProviderCountry "MOBILE_PROVIDER_COUNTRY" Error "{provider} does not serve {country}."

        // chains
        /// The EIP-55 capitalisation does not match: at least one character is wrong.
        EvmChecksum "EVM_CHECKSUM" Error "Upper and lower case do not match the address (EIP-55): at least one character is wrong."
        /// The address has no capitals, so that a typing error cannot be noticed.
        EvmNoChecksum "EVM_NO_CHECKSUM" Warning "The address carries no checksum (EIP-55); a typing error could not be noticed."
        /// The digits are right, but `0x` is missing in front of them; the suggestion has it.
        HexPrefixMissing "HEX_PREFIX_MISSING" Error "0x is missing at the start."
        /// `0x` stands where the chain's own form has none.
        HexPrefixExtra "HEX_PREFIX_EXTRA" Error "0x does not belong at the start."
        /// `0X` was typed for `0x`, and was mended.
        HexPrefixCapital "HEX_PREFIX_CAPITAL" Warning "0X was read as 0x."
        /// The address of nobody, to which tokens are sent to be destroyed.
        AddressIsZero "ADDRESS_IS_ZERO" Error "This address belongs to nobody; what is sent there is lost."
        /// The checksum inside the address (SHA-256 for TRON, CRC-16 for Stellar) does not match.
        AddressChecksum "ADDRESS_CHECKSUM" Error "The checksum in the address does not match: at least one character is wrong."
        /// The address is not of the type that can be paid on this network.
        AddressType "ADDRESS_TYPE" Error "This address cannot be paid on {network}."
        /// The text has nothing of an address of the network.
        AddressStructure "ADDRESS_STRUCTURE" Error "This is not an address of {network}."
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
        NetworkUnknown "NETWORK_UNKNOWN" Warning "Unknown network. Supported: {allowed}."
        /// The network is known, and its addresses are not read.
        NetworkNotCovered "NETWORK_NOT_COVERED" Warning "Addresses of {network} are not read; the destination could not be checked."
        /// A network was named for a currency that is no token.
        CurrencyNoToken "CURRENCY_NO_TOKEN" Error "{currency} is not a token and is on no network; a token's code is needed, such as USDC."
        /// The provider's documents say that the network is not fully supported.
        NetworkPartial "NETWORK_PARTIAL" Warning "{network} is accepted but not fully supported by the provider."
        /// The token is rarely or no longer used on the network.
        TokenNetworkUnusual "TOKEN_NETWORK_UNUSUAL" Warning "{currency} on {network} is unusual; its issuer may not support it."
        ] $($then)* }
    };
}
pub(super) use identifiers;
