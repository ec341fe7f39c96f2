# Three jobs at one employer, two rounds with somebody of whom no list tells, and names that must not be mixed up.
$ log applied --company Venning --role "Data Analyst" --date 2025-01-10 --on 2025-01-10
$ log applied --company Venning --role "Planner" --date 2025-01-12 --on 2025-01-12
$ log applied --company Venning --role "Team Lead" --date 2025-02-20 --on 2025-02-20
$ log interview Venning --date 2025-01-20 --on 2025-01-20
1
> “Venning” names 3 applications. Type one of these:
> Venning, Planner, 12 January 2025 jobkit log interview
$ log interview "Venning / Planner" --date 2025-01-20 --on 2025-01-20
$ due --as-of 2025-01-21
> Thank everyone you met by e-mail
> Where nobody is named: jobkit person
$ log interview "Venning / Planner" --date 2025-01-30 --on 2025-01-30
$ person "Ute Sand" --part hiring_manager --application "Venning / Planner" --on 2025-01-31
$ due --as-of 2025-01-31
> Thank Ute Sand by e-mail
$ done {thank_email} --on 2025-01-31
$ log rejected "Venning / Planner" --date 2025-02-14 --on 2025-02-14
$ log rejected "Venning / Data Analyst" --date 2025-02-15 --on 2025-02-15
$ due --as-of 2025-02-15
> Thank Ute Sand by e-mail, and ask to be considered
$ hire "Venning / Data Analyst" --from internal --on 2025-03-25
$ hire "Venning / Planner" --from external --person "Bo Asher" --on 2025-03-25
$ draft "Venning / Data Analyst" coffee --as-of 2025-06-01
> [name]
! Asher
! Ute
$ draft "Venning / Planner" coffee --as-of 2025-06-01
> Hi Bo,
$ log interview Venning --date 2025-03-28 --on 2025-03-28
> Recorded: interview
$ show "Venning / Team Lead" --as-of 2025-03-29
> interview
$ log rejected Venning --date 2025-04-10 --on 2025-04-10
$ due --as-of 2025-06-01
> Bo Asher
$ due --as-of 2025-06-01 --vcard people.vcf
> people.vcf
$ month 2025-03 --as-of 2025-03-31
> You learned who was hired, from inside the company
> You learned who was hired, from outside the company
$ due --as-of 2026-02-20
> positions_at_twelve_months
