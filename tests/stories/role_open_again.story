# From outside, a coffee, the hire leaves, the role comes back rewritten, and a second application a year later.
$ log applied --company Pellow --role "Operations Planner" --channel referral --date 2025-02-03 --on 2025-02-03
$ log screening Pellow --date 2025-02-12 --on 2025-02-12
$ log interview Pellow --date 2025-02-24 --on 2025-02-24
$ person "Ines Marlow" --part hiring_manager --application Pellow --on 2025-02-24
$ reflect 2025-02 --prediction "0.7 an offer at Pellow by 2025-04-30" --plan "If Monday comes, then one letter" --on 2025-02-28
$ log rejected Pellow --date 2025-03-10 --on 2025-03-10
$ due --as-of 2025-03-11
> Thank Ines Marlow by e-mail
> Ask the person who referred you
$ person "Otto Lind" --part referral --application Pellow --on 2025-03-11
$ due --as-of 2025-03-12
> Ask Otto Lind to find out what made the difference
$ done {ask_referral} --outcome answered --words "They wanted someone who had run a depot" --reason more_qualified --on 2025-03-20
> Their words count as hearsay
$ month 2025-03 --as-of 2025-03-31
> You were told why
> They wanted someone who had run a depot
$ settle --as-of 2025-04-02
> If Monday comes, then one letter
! 0.7 an offer
$ hire Pellow --from external -c years=5-8 --on 2025-04-20
$ due --as-of 2025-04-21
> Compare the hire's credentials
> Send the person hired at Pellow a connection request
$ done {connect_with_hire} --outcome answered --on 2025-04-24
$ hire Pellow --person "Sami Rask" --on 2025-04-24
$ due --as-of 2025-06-15
> Ask Sami Rask to coffee
$ draft {coffee} --as-of 2025-06-15
> Sami
! Ines
! Otto
$ done {coffee} --outcome asked --on 2025-06-15
$ due --as-of 2025-06-20
> Asked, no answer yet
$ done {coffee} --outcome answered --insight "Half of it is timetables" --on 2025-06-28
$ month 2025-06 --as-of 2025-06-30
> Sami Rask
! Nothing happened
$ due --as-of 2025-09-20
> Check whether the hire is still there
$ hire Pellow --left 2025-11-30 --reopened 2025-12-05 --on 2025-12-06
$ due --as-of 2025-12-07
> role_open_again
> Write to Ines Marlow: the role may be free again
! coffee
$ draft {role_open_again} --as-of 2025-12-07
> Ines
! Sami
$ done {role_open_again} --outcome answered --on 2025-12-09
$ month 2025-12 --as-of 2025-12-31
> The person hired left
> The role was posted again
$ log applied Pellow --date 2026-01-12 --on 2026-01-12
> your try number 2 at this job
$ due --as-of 2026-01-13
! positions_at_twelve_months
$ log interview Pellow --date 2026-01-26 --on 2026-01-26
$ month 2026-01 --as-of 2026-01-31
> your second try at this job
$ done {ask_referral} --outcome answered --on 2026-02-01
$ show Pellow --as-of 2026-02-02
> interview
! rejected;
$ log accepted Pellow --date 2026-02-20 --on 2026-02-20
$ due --as-of 2026-02-21
! Find out who was hired
