"""The safe defaults. instance/config.py overrides them, and an environment variable of the same name overrides both."""

# production | development; empty: development for `survey run`, production for every other server
SURVEY_MODE = ""

# empty: the SQLite file instance/survey.db; or postgresql://user:password@host/name; or several servers of which the one
# that takes writes is found by the program: postgresql://user:password@host1:5432,host2:5432/name
SURVEY_DATABASE_URL = ""

# only with PostgreSQL: where the pages that compare and the downloads are read from, a standby before the primary:
# postgresql://user:password@host2:5432,host1:5432/name; empty: from SURVEY_DATABASE_URL as all else
SURVEY_READING_URL = ""

# signs cookies and links; at least 32 characters; production refuses to start without it
SURVEY_SECRET_KEY = ""

# how people reach the service, for example https://survey.example.org; links in messages begin with it
SURVEY_BASE_URL = ""

# host names that requests may name, separated by commas; empty: the host of SURVEY_BASE_URL
SURVEY_TRUSTED_HOSTS = ""

# how many proxies of your own stand in front; each adds one X-Forwarded-For and X-Forwarded-Proto
SURVEY_PROXIES = 0

# a sign-in ends after so many hours without a request, and after so many hours in any case
SURVEY_IDLE_HOURS = 12
SURVEY_SIGN_IN_HOURS = 168

# how long an invitation may wait before it is used, in hours
SURVEY_LINK_HOURS = 336

# how long a link to a new password may wait before it is used, in hours
SURVEY_RESET_HOURS = 24

# whether administrators and the working group must confirm each sign-in with a one-time code, besides their password:
# required | offered; empty: required in production, offered in development. Everybody may set it up.
SURVEY_SECOND_FACTOR = ""

# the mail server for messages: smtp://user:password@mail.example.org:587 (encrypted by STARTTLS; ?starttls=no switches
# that off) or smtps://user:password@mail.example.org; without it, messages are printed and handed over
SURVEY_SMTP_URL = ""

# whom messages come from, for example Gender Mainstreaming Survey <survey@example.org>
SURVEY_SMTP_FROM = ""

# how many days before the end of answering missions are reminded of reports that they have not submitted
SURVEY_REMINDER_DAYS = "14,7,3,1"
