"""真正的服务器用的设置：复制一份，改第一部分。A configuration for a real server: copy it, adapt the first part."""

# 怎样装、怎样开机自动启动，见 guide · how to install it and start it at boot: see the guide
import os
import sys
from pathlib import Path

# ---- 要改的 · to adapt

# 课程所在的文件夹 · the folder of the course
COURSE = Path(os.environ.get("SGM_COURSE", "/srv/sgm/course"))
# python start.py hub prepare --to 写到哪里 · where it has written to
FOLDER = Path(os.environ.get("SGM_HUB", "/srv/sgm/hub"))
# 名单：一行一人，“登录名 姓名”，讲师前面加星号 · the class list: “login name”, one a line, a star before an instructor
PEOPLE = Path(os.environ.get("SGM_PEOPLE", "/srv/sgm/class.txt"))
# 每人的家：做过的题都在这里，要备份 · homes, with all that people have done: back them up
HOMES = Path(os.environ.get("SGM_HOMES", "/srv/sgm/homes"))
# 作业从这里发下去、收上来 · assignments go out and come in through this folder
EXCHANGE = Path(os.environ.get("SGM_EXCHANGE", "/srv/sgm/exchange"))
# 地址；前面要有带证书的网页服务器（nginx）转进来 · address; a web server with a certificate (nginx) in front of it
BIND = os.environ.get("SGM_BIND", "http://127.0.0.1:8000")
# 每人最多用多少：内存、处理器；多少分钟没动静就收回 · most for each person: memory, cores; minutes of doing nothing
MEMORY, CORES, IDLE = "1G", 1.0, 60
# 课程另外放在自己的git服务器上时写地址 · the address of a git repository of your own, if the course is taken from there
REPOSITORY = ""

# ---- 不用改的 · the rest

sys.path.insert(0, str(COURSE / "book"))

from hub.accounts import OwnAccount, account, give_home  # noqa: E402
from hub.people import read_class  # noqa: E402
from hub.settings import course  # noqa: E402

c = get_config()  # type: ignore[name-defined]  # noqa: F821
course(c, FOLDER, idle=IDLE, repo=REPOSITORY, exchange=EXCHANGE, people=PEOPLE)
c.JupyterHub.bind_url = BIND
people = read_class(PEOPLE)
c.Authenticator.allowed_users = {one.login for one in people}
c.Authenticator.admin_users = {one.login for one in people if one.teaches}
# 换成单位的统一登录（LDAP、OAuth）：装上它的authenticator，写在这里；谁能进，照旧看名单。
# For the organisation's own login (LDAP, OAuth) install its authenticator and name it here; the class list still says
# who may come in: c.JupyterHub.authenticator_class = …

HOMES.mkdir(mode=0o711, parents=True, exist_ok=True)
c.Spawner.mem_limit, c.Spawner.cpu_limit = MEMORY, CORES
c.Spawner.pre_spawn_hook = lambda spawner: give_home(spawner.user.name, HOMES)
if Path("/run/systemd/system").is_dir():
    c.JupyterHub.spawner_class = "systemdspawner.SystemdSpawner"
    c.SystemdSpawner.username_template = account("{USERNAME}")
    c.SystemdSpawner.user_workingdir = str(HOMES / "{USERNAME}")
    c.SystemdSpawner.isolate_tmp = c.SystemdSpawner.isolate_devices = True
    c.SystemdSpawner.disable_user_sudo = True
else:  # 没有systemd，上限由hub/limits.py管 · without systemd hub/limits.py enforces the limits
    c.JupyterHub.spawner_class = OwnAccount
