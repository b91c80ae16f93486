"""Questions to begin with: one stands above the text as a quotation, none comes twice in a round.

The journal remembers by number which have been shown, so the list is only ever added to at its end.
"""

from __future__ import annotations

import secrets

from flask_babel import lazy_gettext as _

from webapp.core.database import journal_db

QUESTIONS = (
    _("What did you notice today that nobody else did?"),
    _("Who did you speak to, and what stayed with you?"),
    _("What was the light like when you woke up?"),
    _("What did you eat, and who made it?"),
    _("What took longer than it should have?"),
    _("What would you like to remember of this day in ten years?"),
    _("Where were you at noon?"),
    _("What did you put off, and why?"),
    _("What was easier than you had feared?"),
    _("What made you laugh?"),
    _("What did you hear through a wall or a window?"),
    _("Which room did you spend the most time in, and what was it like there?"),
    _("What did you want to say and did not?"),
    _("Who would you have liked to have with you?"),
    _("What have you changed your mind about lately?"),
    _("What are you waiting for?"),
    _("What did your hands do today?"),
    _("What did you learn, however small?"),
    _("What smelled good?"),
    _("When were you last outside, and what was the air like?"),
    _("What is on the table in front of you?"),
    _("What did you see on the way?"),
    _("Which word did you use most today?"),
    _("What would today be called if it were a chapter?"),
    _("What did you finish?"),
    _("What did you leave half done, and does it matter?"),
    _("Who was kind to you?"),
    _("Whom did you help, and how?"),
    _("What do you know now that you did not know a year ago?"),
    _("What are you proud of that nobody has seen?"),
    _("What worries you, said as plainly as you can?"),
    _("What would you tell a friend who had had this day?"),
    _("What has been on your mind since the morning?"),
    _("What did you buy, and was it worth it?"),
    _("What did you repair, or wish you could?"),
    _("Which song has been in your head?"),
    _("What are you reading, and where did you stop?"),
    _("What did you dream?"),
    _("What did the sky do?"),
    _("Which sound belongs to this time of your life?"),
    _("What did you say yes to?"),
    _("What did you say no to?"),
    _("Whom do you miss?"),
    _("Which letter do you owe somebody?"),
    _("What is the oldest thing in the room, and how did it come here?"),
    _("What did you carry with you today?"),
    _("What would you do tomorrow if nothing were planned?"),
    _("What has become a habit without your noticing?"),
    _("What have you stopped doing?"),
    _("Where do you feel at home, and why there?"),
    _("What did you see a child or an animal do?"),
    _("Which small thing went right?"),
    _("Which small thing went wrong?"),
    _("What surprised you?"),
    _("What did you do slowly?"),
    _("What did you do for the first time?"),
    _("What may you have done for the last time?"),
    _("Which place that is gone would you like to walk through again?"),
    _("What did your parents say that you now hear yourself say?"),
    _("Who taught you something that you use every day?"),
    _("What is growing where you live?"),
    _("How does your body feel, from the feet up?"),
    _("What did you do with your longest free hour?"),
    _("What did somebody tell you that you had not known about them?"),
    _("What would you ask your grandmother or grandfather now?"),
    _("Which decision are you carrying about?"),
    _("What is the next small step of something large?"),
    _("What gave you strength, and what took it?"),
    _("What can you forgive, today or soon?"),
    _("What do you want less of?"),
    _("What do you want more of?"),
    _("What is beautiful about something that nobody would photograph?"),
    _("Describe the last face you looked at for longer than a moment."),
    _("Describe your way home as if for somebody who will never take it."),
    _("What did the weather make you do?"),
    _("What do you hope will still be here in twenty years?"),
    _("What was the best sentence you heard or read?"),
    _("What did you find?"),
    _("What did you lose?"),
    _("What is missing from your photographs of this week?"),
    _("Who has been quiet lately?"),
    _("What are you looking forward to, tomorrow or this year?"),
    _("What would you like to be asked?"),
    _("What did you pretend not to see?"),
    _("When did time go fast, and when slowly?"),
    _("What did you cook, or would have liked to?"),
    _("What do you do when nobody is looking?"),
    _("Which neighbour do you know least, and what do you know of them?"),
    _("What does your work look like to somebody who passes by?"),
    _("What did you get for nothing?"),
    _("What did money have to do with today?"),
    _("What have you been told to do, and what did you do?"),
    _("Which object would you save, and what would you say of it?"),
    _("What did you think about before you fell asleep?"),
    _("What was the first thing you said today?"),
    _("What did you promise?"),
    _("Which friendship has changed?"),
    _("What is a day like that is good and not special?"),
    _("What season is it really, whatever the calendar says?"),
    _("What did you not have time for?"),
    _("Where did you sit, and what did you see from there?"),
    _("What was said at the table?"),
    _("What would you do differently if you had the morning again?"),
    _("What are you good at by now?"),
    _("What do you still not understand?"),
    _("Which rule of yours did you break?"),
    _("What did you thank somebody for, or should have?"),
    _("Tell of one minute of today as exactly as you can."),
    _("What has the last month been about?"),
    _("What is there to say that can be said only here?"),
)


def next_question() -> str:
    """A question that has not been shown since all were, remembered as shown."""
    with journal_db.atomic("IMMEDIATE"):
        rows = journal_db.execute_sql("SELECT number FROM question_shown ORDER BY id")
        shown = [number for (number,) in rows.fetchall()]
        left = set(range(len(QUESTIONS))) - set(shown)
        if not left:
            journal_db.execute_sql("DELETE FROM question_shown")
            left = set(range(len(QUESTIONS))) - set(shown[-1:])
        number = secrets.choice(sorted(left))
        journal_db.execute_sql("INSERT INTO question_shown (number) VALUES (?)", (number,))
    return str(QUESTIONS[number])
