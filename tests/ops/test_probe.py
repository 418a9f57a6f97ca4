import time, pytest, collections
from django.test import Client
from tests.kept import undone
from tests.factories.pages import lightly
from tests.factories.accounts import UserFactory
from tests.ops.cms_addresses import cms_names
from tests.ops.cms_objects import Objects
from django.urls import reverse
ROLES = dict(E="Editor",P="Publisher",D="Data steward",V="Event manager",M="Moderator",S="Surgery manager",A="Surgery adviser",Z="Administrator")
from django.contrib.messages.storage.base import BaseStorage
class Forgetful(BaseStorage):
    def _get(self): return [], True
    def _store(self, m, r): return []
PEOPLE={}
class Bare:
    def __init__(self, get_response): self.g=get_response
    def __call__(self, r):
        r.user=PEOPLE[r.headers["Role"]]
        return self.g(r)
    def process_template_response(self, request, response):
        response.content=b""
        return response
def refused(r):
    if r.status_code==302: return r["Location"].startswith(("/account/login","/admin/login")) or r["Location"]=="/admin/"
    return r.status_code in (403,404)
import cProfile,pstats
@pytest.mark.django_db
def test_probe(db, django_db_blocker, settings):
    with django_db_blocker.unblock(), undone(), lightly():
        t=time.process_time()
        o=Objects()
        print("made", time.process_time()-t)
        settings.MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware","django.contrib.messages.middleware.MessageMiddleware","tests.ops.test_probe.Bare"]
        settings.MESSAGE_STORAGE="tests.ops.test_probe.Forgetful"
        settings.SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"
        import logging
        logging.disable(logging.ERROR)
        clients={}
        for k,v in ROLES.items():
            u=UserFactory(role=v); c=clients[k]=Client(raise_request_exception=False,headers={'Role':k}); PEOPLE[k]=u
            if k=="A":
                from tests.ops.cms_objects import rows_of_surgeries
                o.rows.update(rows_of_surgeries(u))
        t=time.process_time()
        out=collections.defaultdict(list); slow=collections.Counter(); n=0
        for name in cms_names():
            for about,path in o.paths_of(name):
                s="";st=[]
                for k,c in clients.items():
                    t0=time.process_time()
                    with undone():
                        r=c.get(path)
                        if r.status_code==405:
                            r=c.post(path)
                            st.append("post")
                    slow[name]+=time.process_time()-t0; n+=1
                    s+="." if refused(r) else k
                    st.append(r.status_code)
                out[(name,about)].append((s,path,st))
        print(n,"in",time.process_time()-t)
        print(slow.most_common(25))
        with open("/tmp/scratch/r1_matrix.txt","w") as f:
            for (name,about),l in sorted(out.items()):
                for s,p,st in l: print(f"{name} [{about}]".ljust(70),s,"".join(str(x)[0] if x!=500 else "!500" for x in st),p, file=f)
