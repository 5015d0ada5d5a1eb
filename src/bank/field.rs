//! The fields of a destination, by all the names they go by.

use crate::text;

/// The text of each field, where it was given, and of up to a dozen other cells of a row.
#[derive(Clone, Copy, Default)]
pub(crate) struct Fields<'a> {
    /// Of use only where the bit in `given` is set, so that forgetting a row is setting one word.
    texts: [&'a str; 32],
    given: u32,
}

/// A place among the texts: first the fields, then what the user of [`Fields`] likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot(u8);

#[expect(clippy::as_conversions, reason = "there are fewer than 32 places, and a const fn has no other way")]
impl Slot {
    /// The place of a field.
    pub(crate) const fn of(name: FieldName) -> Slot {
        Slot(name as u8)
    }

    /// A place of the user's own, counted from 0.
    pub(crate) const fn own(index: u8) -> Slot {
        Slot((FieldName::ALL.len() as u8).wrapping_add(index) & 31)
    }

    /// The place as one bit of a mask.
    pub(crate) const fn bit(self) -> u32 {
        1_u32.wrapping_shl(self.0 as u32)
    }
}

impl<'a> Fields<'a> {
    /// Forgets all texts.
    pub(crate) const fn clear(&mut self) {
        self.given = 0;
    }

    /// The text of a field; blank text counts as none.
    #[inline]
    pub(crate) fn get(&self, name: FieldName) -> Option<&'a str> {
        self.at(Slot::of(name))
    }

    /// The text at a place.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    pub(crate) fn at(&self, slot: Slot) -> Option<&'a str> {
        if self.given & slot.bit() == 0 { None } else { self.texts.get(usize::from(slot.0)).copied() }
    }

    #[inline]
    pub(crate) fn set(&mut self, name: FieldName, text: &'a str) {
        self.put(Slot::of(name), text);
    }

    /// Forgets the text of a field.
    pub(crate) const fn forget(&mut self, name: FieldName) {
        self.given &= !name.bit();
    }

    #[inline]
    #[cfg_attr(page, optimize(speed))]
    pub(crate) fn put(&mut self, slot: Slot, text: &'a str) {
        if !is_blank_text(text)
            && let Some(place) = self.texts.get_mut(usize::from(slot.0))
        {
            *place = text;
            self.given |= slot.bit();
        }
    }

    /// Whether one of the fields of the mask has text.
    #[inline]
    pub(crate) const fn has_any(&self, mask: u32) -> bool {
        self.given & mask != 0
    }

    /// The fields that have text and are not among those of the mask.
    #[inline]
    pub(crate) fn besides(&self, mask: u32) -> impl Iterator<Item = FieldName> + use<> {
        let all_fields = Slot::own(0).bit().wrapping_sub(1);
        let rest = self.given & all_fields & !mask;
        let all = if rest == 0 { &[] } else { FieldName::ALL };
        all.iter().copied().filter(move |name| rest & name.bit() != 0)
    }
}

/// Whether there is nothing but blanks.
#[inline]
pub(crate) fn is_blank_text(text: &str) -> bool {
    text.as_bytes().first().is_none_or(|first| *first <= b' ' && text.trim_ascii().is_empty())
}

macro_rules! fields {
    ($($variant:ident $name:literal $path:literal $aliases:literal $label:literal;)+) => {
        /// A field of a destination.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum FieldName {
            $($variant,)+
        }

        impl FieldName {
            pub(crate) const ALL: &'static [FieldName] = &[$(FieldName::$variant),+];

            /// The name in camelCase, which is the one that is answered with.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(FieldName::$variant => $name,)+ }
            }

            /// The JSON Pointer to the field.
            pub(crate) const fn path(self) -> &'static str {
                match self { $(FieldName::$variant => $path,)+ }
            }

            /// Other names, without capitals and separators, with blanks between them.
            pub(crate) const fn aliases(self) -> &'static str {
                match self { $(FieldName::$variant => $aliases,)+ }
            }

            /// What a form calls it.
            pub(crate) const fn label(self) -> &'static str {
                match self { $(FieldName::$variant => $label,)+ }
            }

            /// The field as one bit of a mask.
            pub(crate) const fn bit(self) -> u32 {
                Slot::of(self).bit()
            }
        }
    };
}

fields! {
    AccountName "accountName" "/accountName" "beneficiaryname creditorname accountholder accountholdername holder beneficiary name payee payeename" "Account holder";
    BankName "bankName" "/bankName" "bank creditoragent bankid" "Bank";
    BankAddress "bankAddress" "/bankAddress" "" "Bank's address";
    AccountNumber "accountNumber" "/accountNumber" "accountno account creditoraccount bankaccount bankaccountnumber acctno acno" "Account number";
    Iban "iban" "/iban" "ibannumber" "IBAN";
    Swift "swift" "/swift" "bic swiftcode swiftbic biccode bicswift" "BIC (SWIFT code)";
    Aba "aba" "/aba" "routingnumber abarouting routing abanumber rtn abaroutingnumber" "Routing number (ABA)";
    SortCode "sortCode" "/sortCode" "sort" "Sort code";
    Bsb "bsb" "/bsb" "bsbnumber bsbcode" "BSB";
    InstitutionNumber "institutionNumber" "/institutionNumber" "institution institutionno financialinstitutionnumber" "Institution number";
    Transit "transit" "/transit" "transitnumber branchtransit transitno branchnumber" "Transit number";
    Ifsc "ifsc" "/ifsc" "ifsccode" "IFSC";
    Vpa "vpa" "/vpa" "upi upiid upiaddress virtualpaymentaddress" "UPI address (VPA)";
    Phone "phone" "/phone" "phonenumber mobile mobilenumber msisdn beneficiaryphonenumber telephone" "Phone number";
    MobileProvider "mobileProvider" "/mobileProvider" "mobilemoneyprovider operator mobileoperator" "Mobile-money service";
    Address "address" "/address" "walletaddress depositaddress toaddress destinationaddress beneficiarywalletaddress" "Address";
    Memo "memo" "/memo" "memoid memotext memotag destinationtag paymentid" "Memo";
    Network "network" "/network" "chain blockchain" "Network";
    Clabe "clabe" "/clabe" "clabenumber cuentaclabe" "CLABE";
    Cbu "cbu" "/cbu" "cvu cbunumber cbucvu" "CBU or CVU";
    Cci "cci" "/cci" "ccinumber" "CCI";
    PixKey "pixKey" "/pixKey" "pix chavepix pixalias" "Pix key";
    ProxyId "proxyId" "/proxyId" "proxy payid paynow uen promptpay duitnow interac interacemail etransferemail zelle swish bizum" "Alias of the account (PayID, PayNow, ..)";
    CardNumber "cardNumber" "/cardNumber" "card debitcard debitcardnumber creditcard creditcardnumber" "Card number";
    Till "till" "/till" "tillnumber buygoods buygoodstill" "Till number";
    Paybill "paybill" "/paybill" "paybillnumber businessnumber" "Paybill number";
    TransactionHash "transactionHash" "/transactionHash" "txhash hash txid" "Transaction hash";
}

impl FieldName {
    /// The field of a name in any of its spellings.
    pub(crate) fn find(name: &str) -> Option<FieldName> {
        let plain = plain(name);
        let all = Self::ALL.iter().copied();
        all.clone()
            .find(|field| field.as_str().eq_ignore_ascii_case(&plain))
            .or_else(|| all.clone().find(|field| text::contains_word(field.aliases(), &plain)))
    }
}

/// A name without capitals and separators.
pub(crate) fn plain(name: &str) -> String {
    text::mapped(name, &|c| c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()))
}
