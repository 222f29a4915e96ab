"""The first account of a council, and those for trying it at home."""

import click
from sqlalchemy import select

from directory import clock
from directory.accounts import demo
from directory.accounts.actions import EmailTaken, EmailWrong, NewWorker, add_worker, invite
from directory.accounts.models import Membership
from directory.accounts.roles import Role
from directory.accounts.staffing import MAY_BE_HELD
from directory.commands.progress import say
from directory.places.models import Centre, Cluster, Council
from directory.runtime import Runtime, open_runtime
from directory.settings import Settings

NO_MAIL = "SMTP_URL is not set, so no mail goes out. Give this link yourself; it works once, for two days:"


@click.command("add-worker")
@click.option("--name", prompt="Name", help="As colleagues know them.")
@click.option("--email", prompt="Work email", help="They sign in with it.")
@click.option(
    "--role",
    prompt="Role",
    default="council",
    type=click.Choice([role.value for role in Role]),
    help="What they may do.",
)
@click.option("--centre", help="The centre's name in its address, for a volunteer, worker or manager.")
@click.option("--cluster", help="The cluster's key, for a lead.")
@click.option("--council", help="The council's key, where there are several.")
def add_worker_command(
    name: str, email: str, role: str, centre: str | None, cluster: str | None, council: str | None
) -> None:
    """Invite somebody to work here: the first account is made this way."""
    runtime, kind = open_runtime(), Role(role)
    site = runtime.settings.address
    with runtime.database.unit_of_work() as db:
        council_id, place = _place(runtime, kind, centre, cluster, council)
        try:
            worker = add_worker(db, NewWorker(name, email), council_id=council_id, now=clock.now())
        except EmailWrong as error:
            raise click.BadParameter("this is no email address", param_hint="--email") from error
        except EmailTaken as error:
            raise click.BadParameter("somebody has an account with it", param_hint="--email") from error
        worker.memberships.append(Membership(role=kind, **place))
        link = invite(db, worker, inviter="Doorstep", site=site, now=clock.now())
    if runtime.settings.mail_server:
        say(f"{name} is invited: the worker sends the mail.")
    else:
        say(f"{NO_MAIL}\n{link}")


def _place(
    runtime: Runtime, role: Role, centre: str | None, cluster: str | None, council: str | None
) -> tuple[int, dict[str, int]]:
    """The council's number, and where in it the role is held."""
    asked = "centre" if centre else "cluster" if cluster else "council"
    if asked not in MAY_BE_HELD[role]:
        wanted = " or ".join(f"--{kind}" for kind in MAY_BE_HELD[role])
        raise click.UsageError(
            f"A {role} needs {wanted}." if wanted != "--council" else f"A {role} is for all."
        )
    with runtime.database.read() as db:
        councils = select(Council).order_by(Council.id)
        found = db.scalars(councils.where(Council.key == council) if council else councils).all()
        if len(found) != 1:
            known = ", ".join(db.scalars(select(Council.key).order_by(Council.key))) or "none yet"
            raise click.UsageError(f"Say which council with --council. There is: {known}.")
        table, key, text = (Centre, Centre.slug, centre) if centre else (Cluster, Cluster.key, cluster)
        if text is None:
            return found[0].id, {}
        id_ = db.scalars(select(table.id).where(key == text, table.council_id == found[0].id)).first()
    if id_ is None:
        raise click.BadParameter(f"there is no {asked} “{text}”", param_hint=f"--{asked}")
    return found[0].id, {f"{asked}_id": id_}


def make_demos(runtime: Runtime) -> bool:
    """Make log-ins for whoever tries the sample council at home; never where families come."""
    if runtime.settings.public_url or not runtime.settings.sample:
        return False
    with runtime.database.unit_of_work() as db:
        return demo.add(db, now=clock.now())


def show_demos(settings: Settings) -> None:
    width = max(len(each.email) for each in demo.DEMOS)
    say(f"\n  For staff: {settings.address}/staff/ (the code is shown where it is asked for)\n")
    for each in demo.DEMOS:
        say(f"    {each.email:{width}}  {demo.PASSWORD}")
