"""nbgrader 的设置，由 python start.py hub assignment 写出。Settings of nbgrader, written by that command."""

import os
import sys

BOOK = "@BOOK@"  # 课程的 book 文件夹 · the folder “book” of the course
sys.path.insert(0, BOOK)

from hub.grading.marking import course  # noqa: E402

c = get_config()  # noqa: F821
# 名单在别处就改这里；没有名单，成绩册里只有登录名 · where the class list is; without one the gradebook has logins only
course(c, BOOK, os.environ.get("SGM_EXCHANGE", ""), people=os.environ.get("SGM_PEOPLE", ""))
