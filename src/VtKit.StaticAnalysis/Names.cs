namespace VtKit.StaticAnalysis;

/// <summary>Names in the answers of the service.</summary>
internal static class Names
{
    public static class File
    {
        public const string Md5 = "md5";
        public const string Sha1 = "sha1";
        public const string Sha256 = "sha256";
        public const string Size = "size";
        public const string TypeDescription = "type_description";
        public const string TypeExtension = "type_extension";
        public const string TypeTag = "type_tag";
        public const string TypeTags = "type_tags";
        public const string Tags = "tags";
        public const string CreationDate = "creation_date";
        public const string Magic = "magic";
        public const string BundleInfo = "bundle_info";
        public const string ElfInfo = "elf_info";
        public const string PeInfo = "pe_info";
    }

    public static class BundleInfo
    {
        public const string Type = "type";
        public const string NumChildren = "num_children";
        public const string UncompressedSize = "uncompressed_size";
        public const string Extensions = "extensions";
        public const string FileTypes = "file_types";
        public const string HighestDatetime = "highest_datetime";
        public const string LowestDatetime = "lowest_datetime";
    }

    public static class ElfHeader
    {
        public const string Class = "class";
        public const string Data = "data";
        public const string OsAbi = "os_abi";
        public const string AbiVersion = "abi_version";
        public const string Type = "type";
        public const string Machine = "machine";
        public const string Entrypoint = "entrypoint";
        public const string HdrVersion = "hdr_version";
        public const string ObjVersion = "obj_version";
        public const string NumProgHeaders = "num_prog_headers";
        public const string NumSectionHeaders = "num_section_headers";
    }

    public static class ElfInfo
    {
        public const string Header = "header";
        public const string SectionList = "section_list";
        public const string SegmentList = "segment_list";
        public const string ImportList = "import_list";
        public const string ExportList = "export_list";
        public const string SharedLibraries = "shared_libraries";
    }

    public static class ElfSection
    {
        public const string Name = "name";
        public const string SectionType = "section_type";
        public const string VirtualAddress = "virtual_address";
        public const string PhysicalOffset = "physical_offset";
        public const string Size = "size";
        public const string Flags = "flags";
    }

    public static class ElfSegment
    {
        public const string SegmentType = "segment_type";
        public const string Resources = "resources";
    }

    public static class ElfSymbol
    {
        public const string Name = "name";
        public const string Type = "type";
    }

    public static class PeImport
    {
        public const string LibraryName = "library_name";
        public const string ImportedFunctions = "imported_functions";
    }

    public static class PeInfo
    {
        public const string Timestamp = "timestamp";
        public const string MachineType = "machine_type";
        public const string EntryPoint = "entry_point";
        public const string Imphash = "imphash";
        public const string Sections = "sections";
        public const string ImportList = "import_list";
        public const string Exports = "exports";
        public const string Overlay = "overlay";
    }

    public static class PeOverlay
    {
        public const string Offset = "offset";
        public const string Size = "size";
        public const string Filetype = "filetype";
        public const string Md5 = "md5";
        public const string Entropy = "entropy";
        public const string Chi2 = "chi2";
    }

    public static class PeSection
    {
        public const string Name = "name";
        public const string VirtualAddress = "virtual_address";
        public const string VirtualSize = "virtual_size";
        public const string RawSize = "raw_size";
        public const string Entropy = "entropy";
        public const string Md5 = "md5";
        public const string Chi2 = "chi2";
        public const string Flags = "flags";
    }
}
