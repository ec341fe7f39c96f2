# They may not say why. The right of access is there, off until wanted.
$ log applied --company Lindqvist --role "Nurse" --date 2025-01-06 --on 2025-01-06
$ log interview Lindqvist --date 2025-01-27 --on 2025-01-27
$ person "Frau Eva Holm" --part interviewer --application Lindqvist --email eva@lindqvist.example --on 2025-01-27
$ log rejected Lindqvist --date 2025-02-10 --on 2025-02-10
$ reflect 2025-02 --prediction "0.5 feedback from Lindqvist by 2025-04-30" --on 2025-02-11
$ due --as-of 2025-02-11
> and ask for feedback
$ draft {ask_feedback} --as-of 2025-02-11 --language de --tone formal
> Sehr geehrte Frau Holm,
$ draft {ask_feedback} --as-of 2025-02-11 --language du
> Hallo Eva,
$ draft {ask_feedback} --as-of 2025-02-11
> Hi Eva,
$ me --name "Kim Vale" --on 2025-02-11
> signed: Kim Vale
$ draft {ask_feedback} --as-of 2025-02-11
> Kim Vale
! [your name]
$ done {ask_feedback} --outcome asked --on 2025-02-11
$ done {ask_feedback} --outcome refused --words "We give no feedback" --on 2025-02-20
$ month 2025-02 --as-of 2025-02-28
> they said no
$ due --as-of 2025-03-20
! ask_notes
! Eva Holm once more
$ me --country Deutschland --on 2025-03-20
> ask for the interview notes
> keep = false
$ due --as-of 2025-03-20
> If you like, ask for the interview notes
$ draft {ask_notes} --as-of 2025-03-20 --language de
> Art. 15
> Kim Vale
$ settle --as-of 2025-03-20
> 0.5 feedback from Lindqvist
$ due --as-of 2025-05-05
! ask_feedback
$ settle --as-of 2025-05-05
! 0.5 feedback from Lindqvist
$ hire Lindqvist --from external --date 2025-06-01
$ draft Lindqvist connect_with_hire --as-of 2025-06-02 --language fr
> [name]
! Holm
$ due --as-of 2026-02-15
> hire_at_twelve_months
