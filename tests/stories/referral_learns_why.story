# Somebody inside asks around, is first not there and then was; a guess turns out wrong.
$ log applied --company Harrow --role "Buyer" --channel referral --date 2025-03-03 --on 2025-03-03
$ person "Nora Quist" --part referral --application Harrow --on 2025-03-03
$ log interview Harrow --date 2025-03-17 --on 2025-03-17
$ log rejected Harrow --date 2025-03-28 --on 2025-03-28
$ why Harrow "more qualified" --on 2025-03-28
> someone more qualified on paper (your guess, right after)
$ due --as-of 2025-03-29
> Ask Nora Quist to find out what made the difference
> everyone you met
$ draft {ask_referral} --as-of 2025-03-29 --language de
> Guten Tag Nora Quist,
> Harrow
$ draft {ask_referral} --as-of 2025-03-29 --language fr --tone brief
> Bonjour Nora,
$ done {ask_referral} --outcome asked --on 2025-03-30
$ due --as-of 2025-04-02
> Asked, no answer yet
$ done {ask_referral} --outcome answered --words "They froze the budget" --reason role_changed --says referral_first_hand --on 2025-04-10
! hearsay
$ month 2025-04 --as-of 2025-04-30
> You were told why: “They froze the budget”
! Nothing happened
$ show Harrow --as-of 2025-04-05
! froze
$ show Harrow --as-of 2025-04-11
> froze
$ done Harrow ask_refferal --on 2025-04-12
1
> Did you mean “ask_referral”?
$ due --as-of 2025-05-05
> who_was_hired
$ done {who_was_hired} --outcome skipped --on 2025-05-05
$ due --as-of 2025-05-06
! who_was_hired
$ due --as-of 2025-10-01
> Look for other positions there
$ done {positions_at_six_months} --outcome snoozed --until 2025-11-15 --on 2025-10-01
$ due --as-of 2025-11-01
! positions_at_six_months
$ due --as-of 2025-11-16
> positions_at_six_months
$ done {positions_at_six_months} --on 2025-11-16
$ month 2025-11 --as-of 2025-11-30
> You looked for other positions there
$ due --as-of 2026-03-30
> positions_at_twelve_months
