var e=document.querySelector("meta[name=token]")?.content??"";sessionStorage.setItem("hive-token",e);location.replace("/");
