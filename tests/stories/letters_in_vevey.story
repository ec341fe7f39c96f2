# A woman in Vevey with nothing but her letters, in French: told why, refused more, a job alert, the job after all.
$ write 1.eml "From: Solène Favre <solene@mail.example>" "To: rh@rivage.example" "Subject: Candidature au poste de chargée de communication" "Date: Tue, 14 Jan 2025 09:12:00 +0100" "Message-ID: <1@mail.example>" "MIME-Version: 1.0" "Content-Type: text/plain; charset=utf-8" "" "Madame, Monsieur," "Je vous adresse ma candidature au poste de chargée de communication chez Rivage." "Meilleures salutations, Solène Favre"
$ write 2.eml "From: Anne-Laure Chappuis <chappuis@rivage.example>" "To: solene@mail.example" "Subject: Votre candidature chez Rivage" "Date: Mon, 27 Jan 2025 10:00:00 +0100" "Message-ID: <2@rivage.example>" "In-Reply-To: <1@mail.example>" "MIME-Version: 1.0" "Content-Type: text/plain; charset=utf-8" "" "Madame," "Nous avons le plaisir de vous inviter à un entretien le mardi 4 février 2025 à 14h00 pour le poste de chargée de communication chez Rivage." "Anne-Laure Chappuis"
$ write 3.eml "From: Anne-Laure Chappuis <chappuis@rivage.example>" "To: solene@mail.example" "Subject: Votre candidature chez Rivage" "Date: Tue, 18 Feb 2025 10:00:00 +0100" "Message-ID: <3@rivage.example>" "In-Reply-To: <2@rivage.example>" "MIME-Version: 1.0" "Content-Type: text/plain; charset=utf-8" "" "Chère Madame," "Nous avons le regret de ne pas pouvoir retenir votre candidature : nous avons choisi une candidate qui dispose d'une plus grande expérience des réseaux sociaux." "Anne-Laure Chappuis"
$ write 4.eml "From: jobup <alertes@jobup.example>" "To: solene@mail.example" "Subject: Votre alerte emploi : 3 nouvelles offres" "Date: Mon, 06 Oct 2025 08:00:00 +0200" "Message-ID: <4@jobup.example>" "MIME-Version: 1.0" "Content-Type: text/plain; charset=utf-8" "" "Bonjour, voici les offres qui correspondent à votre recherche" "Chargée de communication" "Rivage" "Vevey"
$ add 1.eml 2.eml
$ me --name "Solène Favre" --country Suisse --on 2025-02-04
$ applications --as-of 2025-02-01
> chargée de communication 14 January
$ due --as-of 2025-02-03
> Tomorrow, 14:00: interview at Rivage
$ person "Mme Anne-Laure Chappuis" --part hiring_manager --application Rivage --email chappuis@rivage.example --on 2025-02-04
$ person "M. Jérôme Pittet" --part interviewer --application Rivage --on 2025-02-04
$ draft Rivage thank_email --person Pittet --as-of 2025-02-05
> Bonjour Monsieur Pittet,
> notre entretien du 4 février
$ reflect 2025-02 --plan "Si une offre tombe, alors j'appelle d'abord" --on 2025-02-10
$ add 3.eml
$ show Rivage --as-of 2025-02-19
> more qualified
$ draft Rivage ask_feedback --as-of 2025-02-20
> Merci tout de même du temps que vous m’avez accordé, et de m’avoir donné une raison.
> Au-delà de cette raison,
> Bonjour Monsieur Pittet,
! Madame Chappuis
$ draft Rivage thank_manager --tone formal --as-of 2025-02-20
> Madame,
> votre décision concernant le poste « chargée de communication » et de ses raisons
$ draft Rivage connect_interviewer --person Pittet --as-of 2025-02-20
! issue
$ month 2025-02 --as-of 2025-02-28
> One plan for next time
$ done Rivage ask_feedback --person Pittet --outcome refused --words "Nous ne donnons pas de retour" --on 2025-03-10
$ due --as-of 2025-03-20
> Article 25 of the Swiss Data Protection Act
$ draft Rivage ask_notes_swiss --as-of 2025-03-20
> Le 14 janvier, j’ai postulé chez vous
> art. 25 LPD
$ month 2025-03 --as-of 2025-03-31
> One plan to look back on
$ hire Rivage externe --hired 2025-04-01 --on 2025-04-20
$ month 2025-05 --as-of 2025-05-31
> Nothing happened in May 2025
> you planned: “Si une offre tombe, alors j'appelle d'abord”. Keep, change or let go?
$ settle --as-of 2025-06-01
> Si une offre tombe
$ due --as-of 2025-08-20
! Check whether the hire is still there
$ due --as-of 2025-10-02
> Check whether the hire is still there
> They began on 1 April 2025.
$ due --ics calendar.ics --as-of 2025-10-02
$ activities 2025-01 --form rav --language fr --as-of 2025-10-02
> 14/01/2025
> chargée de communication
$ add 4.eml
$ due --as-of 2025-10-07
> a job alert named it on 6 October 2025. Is it open again?
$ hire Rivage --reopened 2025-10-06 --on 2025-10-07
$ draft Rivage role_open_again --as-of 2025-10-08 -f "since=j’ai suivi un cours"
> Bonjour Madame Chappuis,
> Nous en avons parlé le 4 février,
$ log applied Rivage --date 2025-10-10 --applied-how online --on 2025-10-10
> your try number 2 at this job
$ due --as-of 2025-10-11
! role_open_again
! Look for other positions there
$ month 2025-10 --as-of 2025-10-31
> your second try at this job
$ log interview Rivage --date 2025-11-27 --on 2025-11-27
$ draft Rivage thank_email --as-of 2025-11-28
> M. Jérôme Pittet (interviewer)? Then: --person "M. Jérôme Pittet"
$ log offer Rivage --date 2025-12-01 --on 2025-12-01
$ due --as-of 2025-12-02
> Ends within two weeks: Answer the offer.
$ log accepted Rivage --date 2025-12-05 --on 2025-12-05
$ month 2025-12 --as-of 2026-01-05
> Rivage
$ due --as-of 2026-01-20
> Nothing is due
