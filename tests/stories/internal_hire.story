# Three talks, a no, and somebody from inside: what can be done about it over a year.
$ log applied --company Corvane --role "Data Analyst" --channel LinkedIn --date 2025-01-07 --on 2025-01-07
> Recorded: applied
$ log interview Corvane --date 2025-01-20 --on 2025-01-20
$ person "Ms Ama Okonjo" --part hiring_manager --application Corvane --email ama@corvane.example --on 2025-01-20
$ person "Leo Brandt" --part interviewer --application Corvane --on 2025-01-20
$ due --as-of 2025-01-21
> thank_email
> Ama Okonjo
! Nothing is due
$ draft {thank_email} --as-of 2025-01-21 --tone formal
> Dear
! [name]
$ done Corvane thank_email --on 2025-01-21
$ due --as-of 2025-01-22
! thank_email
> thank_note
$ log rejected Corvane --date 2025-02-03 --on 2025-02-03
$ why Corvane internal_or_known --on 2025-02-03
$ due --as-of 2025-02-04
> and ask for feedback
! thank_note
$ done {ask_feedback} --outcome asked --on 2025-02-04
$ due --as-of 2025-02-10
> Asked, no answer yet
> You asked on 4 February 2025, no answer yet. Ask once more from 18 February 2025 on, then let it be.
$ due --as-of 2025-02-20
> Ask Leo Brandt once more
$ done {ask_feedback} --outcome asked --on 2025-02-20
$ due --as-of 2025-02-21
> You asked once more on 20 February 2025
$ due --as-of 2025-04-10
! Leo Brandt
> Find out who was hired
$ hire Corvane --from internal --known-by LinkedIn --on 2025-04-12
> Recorded as hire-1
$ due --as-of 2025-04-13
> desk_left_behind
> the one they had before may be free
! Compare the hire
$ draft Corvane connect_with_hire --as-of 2025-04-13
> [name]
! Okonjo
! Leo
$ hire Corvane --person "Mia Sorel" --on 2025-04-20
> Mia Sorel
$ done {connect_with_hire} --outcome answered --on 2025-04-21
$ month 2025-04 --as-of 2025-04-30
> You learned who was hired, from inside the company
> Mia Sorel
! Nothing happened
$ due --as-of 2025-06-01
> Ask Mia Sorel to coffee
$ due --as-of 2025-06-01 --ics year.ics
> year.ics
$ done {coffee} --outcome answered --advice "Show the work on one page" --on 2025-06-12
$ month 2025-06 --as-of 2025-06-30
> You spoke with Mia Sorel over coffee or lunch
! Nothing happened
$ report --as-of 2025-06-30 --json
> 2025-06
$ due --as-of 2025-08-15
> Check whether the hire is still there
$ done {positions_at_six_months} --on 2025-08-15
$ due --as-of 2026-02-10
> hire_at_twelve_months
$ done {hire_at_twelve_months} --on 2026-02-10
$ show Corvane --as-of 2025-03-01
! hire-1
! Mia
$ show Corvane --as-of 2026-02-11
> hire-1
> Mia Sorel
$ settle --as-of 2026-02-11
> Nothing is open.
