# Prints what pefile knows of Windows executables, one JSON object per line.
import hashlib, json, pefile, sys

for path in sys.argv[1:]:
    pe = pefile.PE(path)
    resources = []
    for kind in getattr(getattr(pe, "DIRECTORY_ENTRY_RESOURCE", None), "entries", []):
        for name in kind.directory.entries:
            for lang in name.directory.entries:
                data = lang.data.struct
                content = pe.__data__[pe.get_offset_from_rva(data.OffsetToData):][:data.Size]
                language = pefile.LANG.get(lang.data.lang, "*unknown*")
                variant = pefile.get_sublang_name_for_lang(lang.data.lang, lang.data.sublang)
                resources.append({
                    "type": str(kind.name) if kind.name else pefile.RESOURCE_TYPE.get(kind.id),
                    "name": str(name.name) if name.name else str(name.id),
                    "lang": language + " | " + variant,
                    "sha256": hashlib.sha256(content).hexdigest(),
                })
    print(json.dumps({
        "imphash": pe.get_imphash(),
        "rich": pe.get_rich_header_hash(),
        "sections": [{"name": s.Name.rstrip(b"\0").decode("latin1"), "md5": s.get_hash_md5(), "entropy": s.get_entropy()} for s in pe.sections],
        "imports": [i.dll.decode() + ":" + str(len(i.imports)) for i in getattr(pe, "DIRECTORY_ENTRY_IMPORT", [])],
        "exports": sorted(e.name.decode() for e in getattr(getattr(pe, "DIRECTORY_ENTRY_EXPORT", None), "symbols", []) if e.name),
        "debug": [[d.struct.Type, d.struct.TimeDateStamp, d.struct.PointerToRawData, d.struct.SizeOfData] for d in getattr(pe, "DIRECTORY_ENTRY_DEBUG", [])],
        "codeview": ["%08x-%04x-%04x %d %s" % (e.Signature_Data1, e.Signature_Data2, e.Signature_Data3, e.Age, e.PdbFileName.rstrip(b"\0").decode())
                     for e in (d.entry for d in getattr(pe, "DIRECTORY_ENTRY_DEBUG", []) if d.struct.Type == 2) if e and hasattr(e, "PdbFileName")],
        "resources": resources,
        "overlay": pe.get_overlay_data_start_offset(),
    }))
