"""The forms: what is chosen is recorded, what is left out stays unknown, and a mistake is said."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import jobkit
from jobkit import forms, reflection


def filled(form, **values):
    """Choose the values, by the names of their fields, and press the button; return what it says."""
    *rows, button, answer = form.children
    fields = {unescape(row.children[0].value): row.children[1] for row in rows}
    for name, value in values.items():
        fields[name.replace("_", " ")].value = value
    button.click()
    return unescape(answer.value).removeprefix("<strong>").removesuffix("</strong>")


def searched(tmp_path) -> tuple[jobkit.Search, str]:
    search = jobkit.Search(tmp_path, as_of="2026-10-31")
    for kind, date in (("applied", "2026-05-01"), ("rejected", "2026-06-01")):
        search.record_event(kind, company="Fennel & Sons", role="Carpenter", date=date)
    return search, search.applications.index[0]


def test_a_hire_is_recorded_in_bands_and_what_was_left_out_is_not(tmp_path):
    search, name = searched(tmp_path)
    said = filled(
        forms.hire(search, name),
        Years_of_work="8–10",
        Highest_degree=6,
        Skills="joinery; ",
        How_you_know="team page",
        The_job=name,
    )
    assert said.startswith("Saved as hire-1, without a name, with 3 facts.")
    hire = search.hires.iloc[0]
    assert hire["credentials"] == {"years": "8–10", "education": 6, "skills": ["joinery"]}
    assert (hire["hired_from"], hire["how_known"], str(hire["seen"].date())) == (
        "unknown",
        "team page",
        "2026-10-31",
    )


def test_a_form_without_a_job_records_nothing_and_says_so(tmp_path):
    search, _ = searched(tmp_path)
    assert "Choose the job first" in filled(forms.hire(search))
    assert search.hires.empty


def test_your_credentials_are_set_right_and_left_out(tmp_path):
    search, _ = searched(tmp_path)
    assert "Choose the line first" in filled(forms.credentials(search))
    (tmp_path / "resume.json").write_text('{"skills": [{"name": "joinerry"}]}', encoding="utf-8")
    search.add(tmp_path / "resume.json")
    fact = search.credentials["fact"].iloc[0]
    assert "the name is “joinery”" in filled(
        forms.credentials(search), The_line=fact, What_is_wrong_in_it="name", What_it_is="joinery"
    )
    assert search.credentials["name"].tolist() == ["joinery"]
    fact = search.credentials["fact"].iloc[0]
    filled(forms.credentials(search), The_line=fact, What_is_wrong_in_it="section")
    assert forms.credentials(search).children[0].children[1].options == (("choose one", None),)


def test_a_correction_that_no_comparison_could_read_is_said_and_not_kept(tmp_path):
    search, _ = searched(tmp_path)
    (tmp_path / "resume.json").write_text('{"skills": [{"name": "joinery"}]}', encoding="utf-8")
    search.add(tmp_path / "resume.json")
    fact = search.credentials["fact"].iloc[0]
    said = filled(forms.credentials(search), The_line=fact, What_is_wrong_in_it="started", What_it_is="soon")
    assert "2019-01" in said
    assert search.credentials["started"].isna().all()


def test_a_month_is_reflected_on_in_a_form(tmp_path):
    search, _ = searched(tmp_path)
    search.record_reflection("2026-09", "plan", "If A, then B.", {})
    assert "nothing was saved" in filled(forms.reflection(search, "2026-10", ["If A, then B."]))
    values = {
        "Your plan: If A, then B.": "done",
        "What came of it": "it was easy",
        "Your next plan": "If C, then D.",
        "What may get in the way": "time",
        "Something to try out": "shorter letters",
        "How you will know": "an interview within 45 days",
    }
    said = filled(forms.reflection(search, "2026-10", ["If A, then B."]), **values)
    assert said.startswith(
        "Saved for 2026-10: review “If A, then B”, plan “If C, then D” and experiment “shorter letters”."
    )
    kept = search.reflections.set_index("kind")["details"]
    assert kept["review"] == {"outcome": "done", "came": "it was easy"}
    assert kept["experiment"] == {
        "measure": "an interview within 45 days",
        "n_needed": 15,
        "began": "2026-10-31",
    }
    facts = reflection.month("2026-10", "2026-10-31", {n: getattr(search, n) for n in reflection.GATHERED})
    assert facts["reviewed"][["outcome", "came"]].to_numpy().tolist() == [["done", "it was easy"]]
    assert facts["plans"]["obstacle"].to_list() == ["time"]
    assert facts["experiments"][["measure", "needed"]].to_numpy().tolist() == [
        ["an interview within 45 days", 15]
    ]


def test_the_paper_of_a_hire_is_shown_as_read_with_what_is_kept_and_what_is_in_doubt(tmp_path):
    search, name = searched(tmp_path)
    file = "A résumé or profile of theirs that you hold"
    paper = Path(__file__).parent / "golden_resumes" / "days_that_cannot_be.txt"
    said = filled(forms.hire(search, name), **{file: str(paper), "Skills": "joinery"})
    assert "Read as résumé: 2 roles since 2016" in said
    assert "Kept of it, and nothing else: 3+ years of work" in said
    assert "In doubt: line 8" in said
    assert search.hires.iloc[0]["credentials"]["skills"] == ["joinery"]
    assert "no such file" in filled(forms.hire(search, name), **{file: str(tmp_path / "none.pdf")})


def test_what_was_read_of_you_stands_beneath_the_fields_that_set_it_right(tmp_path):
    search, _ = searched(tmp_path)
    search.add(Path(__file__).parent / "golden_resumes" / "parts_at_full_stops.txt")
    shown = forms.credentials(search).children[-1].value
    assert "Care Assistant, Rosehill Care Home" in shown
    assert "NVQ Level 3 Childcare, Tarne College" in shown
