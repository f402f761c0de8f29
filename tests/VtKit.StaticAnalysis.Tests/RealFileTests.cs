namespace VtKit.StaticAnalysis.Tests;

/// <summary>
/// Files as the programs make them that people use for it, each compared with what <c>file</c> says of it: the beginning that both lines have
/// in common stands in the row, and is empty where <c>file</c> knows the format by another name, or not at all.
/// </summary>
public class RealFileTests
{
    [ToolTheory("file", "gcc", "x86_64-w64-mingw32-gcc")]
    [InlineData("elf", "ELF 64-bit LSB pie executable, x86-64, version 1 (SYSV)", """echo 'int main(void){return 0;}' > a.c && gcc a.c -o $o""")]
    [InlineData("elf", "ELF 64-bit LSB relocatable, x86-64, version 1 (SYSV)", """echo 'int f(void){return 0;}' > a.c && gcc -c a.c -o $o""")]
    [InlineData("peexe", "PE32+ executable (console) x86-64, for MS Windows", """echo 'int main(void){return 0;}' > a.c && x86_64-w64-mingw32-gcc a.c -o b.exe && mv b.exe $o""")]
    [InlineData("pedll", "PE32+ executable (DLL) (console) x86-64, for MS Windows", """echo 'int f(void){return 0;}' > a.c && x86_64-w64-mingw32-gcc -shared a.c -o b.dll && mv b.dll $o""")]
    public Task Compiled_programs(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "javac", "jar")]
    [InlineData("class", "compiled Java class data, version ", """echo 'class A{}' > A.java && javac A.java && mv A.class $o""")]
    [InlineData("jar", "Java archive data (JAR)", """echo x > A.class && jar cf $o A.class""")]
    [InlineData("java", "", """printf 'import java.util.List;\npublic class B { public static void main(String[] a) { } }\n' > B.java && javac B.java && mv B.java $o""")]
    public Task What_Java_makes(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "aapt", "/usr/share/android-framework-res/framework-res.apk", "zip")]
    [InlineData("android", "", """printf '<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="a.b"/>' > AndroidManifest.xml && aapt package -f -M AndroidManifest.xml -I /usr/share/android-framework-res/framework-res.apk -F p.apk && echo x > classes.dex && zip -q p.apk classes.dex && mv p.apk $o""")]
    public Task Packages_of_Android(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "dpkg-deb", "rpmbuild")]
    [InlineData("deb", "Debian binary package (format 2.0)", """mkdir -p p/DEBIAN && printf 'Package: a\nVersion: 1\nArchitecture: all\nMaintainer: a <a@b.c>\nDescription: a\n' > p/DEBIAN/control && dpkg-deb -b p $o""")]
    [InlineData("rpm", "RPM", """printf 'Name: a\nVersion: 1\nRelease: 1\nSummary: a\nLicense: MIT\nBuildArch: noarch\n%%description\na\n%%files\n' > a.spec && rpmbuild -bb --define "_topdir $PWD" a.spec && mv RPMS/noarch/*.rpm $o""")]
    public Task Packages_of_Linux(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "zip", "7z", "gzip", "bzip2", "xz", "tar")]
    [InlineData("zip", "Zip archive data, at least v1.0 to extract, compression meth", """echo hello > a && zip -q b.zip a && mv b.zip $o""")]
    [InlineData("7zip", "7-zip archive data, version 0.4", """echo hello > a && 7z a b.7z a && mv b.7z $o""")]
    [InlineData("gzip", "gzip compressed data", """echo hello | gzip > $o""")]
    [InlineData("bzip", "bzip2 compressed data, block size = 900k", """echo hello | bzip2 > $o""")]
    [InlineData("xz", "XZ compressed data", """echo hello | xz > $o""")]
    [InlineData("tar", "POSIX tar archive (GNU)", """echo hello > a && tar -cf $o a""")]
    public Task Archives(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "zstd", "gcab", "arj")]
    [InlineData("zst", "Zstandard compressed data (v0.8+)", """echo hello | zstd > $o""")]
    [InlineData("cab", "Microsoft Cabinet archive data", """echo hello > a && gcab -c b.cab a && mv b.cab $o""")]
    [InlineData("arj", "ARJ archive data", """echo hello > a && arj a b.arj a && mv b.arj $o""")]
    public Task Rarer_archives(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "genisoimage", "qemu-img", "msibuild")]
    [InlineData("isoimage", "ISO 9660 CD-ROM filesystem data", """echo hello > a && genisoimage -quiet -o $o a""")]
    [InlineData("vhd", "Microsoft Disk Image, Virtual Server or Virtual PC", """qemu-img create -f vpc -o subformat=dynamic b 8M && mv b $o""")]
    [InlineData("msi", "Composite Document File V2 Document", """msibuild b.msi -s t a '' 1 && mv b.msi $o""")]
    public Task Disks_and_installers(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "/usr/bin/convert")]
    [InlineData("png", "PNG image data", """/usr/bin/convert -size 8x8 xc:red png:$o""")]
    [InlineData("jpeg", "JPEG image data", """/usr/bin/convert -size 8x8 xc:red jpeg:$o""")]
    [InlineData("gif", "GIF image data, version 89a", """/usr/bin/convert -size 8x8 xc:red gif:$o""")]
    [InlineData("bmp", "PC bitmap", """/usr/bin/convert -size 8x8 xc:red bmp:$o""")]
    [InlineData("tiff", "TIFF image data, little-endian", """/usr/bin/convert -size 8x8 xc:red tiff:$o""")]
    [InlineData("ico", "MS Windows icon resource - 1 icon", """/usr/bin/convert -size 16x16 xc:red ico:$o""")]
    [InlineData("psd", "Adobe Photoshop Image", """/usr/bin/convert -size 8x8 xc:red psd:$o""")]
    public Task Pictures(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "rsvg-convert")]
    [InlineData("pdf", "PDF document, version 1.", """echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' > b.svg && rsvg-convert -f pdf b.svg -o $o""")]
    [InlineData("ps", "PostScript document text", """echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' > b.svg && rsvg-convert -f ps b.svg -o $o""")]
    [InlineData("svg", "SVG Scalable Vector Graphics image", """echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' > b.svg && rsvg-convert -f svg b.svg -o $o""")]
    public Task Drawings(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "ffmpeg")]
    [InlineData("webp", "RIFF (little-endian) data, Web/P image", """ffmpeg -v error -f lavfi -i color=red:s=16x16 -frames:v 1 -f webp $o""")]
    [InlineData("mp3", "Audio file with ID3", """ffmpeg -v error -f lavfi -i sine=d=1 -f mp3 $o""")]
    [InlineData("wav", "RIFF (little-endian) data, WAVE audio", """ffmpeg -v error -f lavfi -i sine=d=1 -f wav $o""")]
    [InlineData("flac", "FLAC audio bitstream data", """ffmpeg -v error -f lavfi -i sine=d=1 -f flac $o""")]
    [InlineData("ogg", "Ogg data", """ffmpeg -v error -f lavfi -i sine=d=1 -f ogg $o""")]
    [InlineData("mp4", "ISO Media, MP4 Base Media v1", """ffmpeg -v error -f lavfi -i color=red:s=16x16:d=1 -f mp4 $o""")]
    [InlineData("mov", "ISO Media, Apple QuickTime movie, Apple QuickTime (.MOV/QT)", """ffmpeg -v error -f lavfi -i color=red:s=16x16:d=1 -f mov $o""")]
    [InlineData("3gp", "ISO Media, MPEG v4 system, 3GPP", """ffmpeg -v error -f lavfi -i color=red:s=176x144:d=1 -c:v h263 -f 3gp $o""")]
    [InlineData("avi", "RIFF (little-endian) data, AVI", """ffmpeg -v error -f lavfi -i color=red:s=16x16:d=1 -f avi $o""")]
    [InlineData("mkv", "Matroska data", """ffmpeg -v error -f lavfi -i color=red:s=16x16:d=1 -f matroska $o""")]
    [InlineData("webm", "WebM", """ffmpeg -v error -f lavfi -i color=red:s=16x16:d=1 -c:v libvpx -f webm $o""")]
    [InlineData("flv", "Macromedia Flash Video", """ffmpeg -v error -f lavfi -i color=red:s=16x16:d=1 -c:v flv -f flv $o""")]
    [InlineData("asf", "Microsoft ASF", """ffmpeg -v error -f lavfi -i color=red:s=16x16:d=1 -f asf $o""")]
    [InlineData("mpeg", "MPEG sequence", """ffmpeg -v error -f lavfi -i color=red:s=16x16:d=1:r=25 -f mpeg $o""")]
    [InlineData("flash", "Macromedia Flash data, version 6", """ffmpeg -v error -f lavfi -i color=red:s=16x16:d=1 -c:v flv -f swf $o""")]
    public Task Sounds_and_films(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "/usr/bin/python3")]
    [InlineData("pyc", "Byte-compiled Python module", """echo x=1 > a.py && /usr/bin/python3 -c "import py_compile;py_compile.compile('a.py',cfile='b')" && mv b $o""")]
    [InlineData("appleplist", "Apple binary property list", """/usr/bin/python3 -c "import plistlib,sys;plistlib.dump({'a':1},open(sys.argv[1],'wb'),fmt=plistlib.FMT_BINARY)" $o""")]
    [InlineData("appleplist", "XML 1.0 document, ASCII text", """/usr/bin/python3 -c "import plistlib,sys;plistlib.dump({'a':1},open(sys.argv[1],'wb'))" $o""")]
    [InlineData("json", "JSON text data", """/usr/bin/python3 -c "import json;print(json.dumps({'a':[1,2]}))" > $o""")]
    [InlineData("xml", "XML 1.0 document, ASCII text", """/usr/bin/python3 -c "import xml.etree.ElementTree as e;e.ElementTree(e.Element('a')).write('b',xml_declaration=True,encoding='utf-8')" && mv b $o""")]
    [InlineData("html", "HTML document, ASCII text", """/usr/bin/python3 -m pydoc -w string > /dev/null && mv string.html $o""")]
    [InlineData("email", "", """/usr/bin/python3 -c "import email.message as m;e=m.EmailMessage();e['From'],e['To'],e['Subject']='a@b.c','d@e.f','x';e['Date']='Mon, 1 Jan 2024 00:00:00 +0000';e.set_content('hi');print(e)" > $o""")]
    [InlineData("python", "Python script, ASCII text executable", """cp /usr/lib/python3.*/string.py $o""")]
    public Task What_Python_writes(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "openssl", "gpg")]
    [InlineData("pem", "PEM certificate", """openssl req -x509 -newkey rsa:2048 -nodes -keyout k -subj /CN=a -out $o""")]
    [InlineData("pem", "", """openssl genrsa -out $o 2048""")]
    [InlineData("pgp", "PGP message", """export GNUPGHOME=$PWD/g; mkdir -m 700 g; echo hi | gpg --batch --symmetric --passphrase x --pinentry-mode loopback --armor -o $o; gpgconf --kill all""")]
    public Task Keys_and_certificates(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "gcc", "g++")]
    [InlineData("c", "C source, ASCII text", """printf '#include <stdio.h>\nint main(void) { return puts("x"); }\n' > b.c && gcc -fsyntax-only b.c && mv b.c $o""")]
    [InlineData("cpp", "C++ source, ASCII text", """printf '#include <vector>\nnamespace a { class B { public: int c; }; }\nint main() { std::vector<int> v; }\n' > b.cc && g++ -fsyntax-only b.cc && mv b.cc $o""")]
    public Task Source_that_is_compiled(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "bash", "perl", "ruby", "php", "node")]
    [InlineData("shell", "Bourne-Again shell script, ASCII text executable", """printf '#!/bin/bash\necho hi\n' > $o && bash -n $o""")]
    [InlineData("perl", "Perl", """cp $(perl -MFile::Temp -e 'print $INC{"File/Temp.pm"}') $o""")]
    [InlineData("ruby", "Ruby script, ASCII text executable", """printf '#!/usr/bin/env ruby\nputs 1\n' > $o && ruby -c $o""")]
    [InlineData("php", "PHP script, ASCII text", """printf '<?php echo 1; ?>\n' > $o && php -l $o""")]
    [InlineData("javascript", "JavaScript source, ASCII text", """printf '"use strict";\nvar a = function (x) { return x; };\nmodule.exports = a;\nconsole.log(typeof a);\n' > b.js && node --check b.js && mv b.js $o""")]
    public Task Scripts(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")]
    [InlineData("ttf", "TrueType Font data", """cp /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf $o""")]
    public Task Fonts(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolTheory("file")]
    [InlineData("#!/usr/bin/tclsh", "text")]
    [InlineData("#!/usr/bin/wish8.6", "text")]
    [InlineData("#!/bin/csh -f", "shell")]
    [InlineData("#!/bin/tcsh", "shell")]
    [InlineData("#!/usr/bin/env fish", "shell")]
    [InlineData("#!/usr/bin/env zsh", "shell")]
    [InlineData("#!/bin/ksh", "shell")]
    [InlineData("#! /bin/sh -e", "shell")]
    [InlineData("#!/bin/dash", "shell")]
    [InlineData("#!/bin/mksh", "shell")]
    [InlineData("#!/usr/bin/pwsh", "powershell")]
    [InlineData("#!/usr/bin/env python3.11", "python")]
    public async Task Interpreters_have_the_names_that_file_gives_them(string line, string tag)
    {
        using var folder = new TempFolder();
        var path = folder.Write("sample", line + "\necho hi\n");
        var facts = await FileAnalyzer.AnalyzeFileAsync(path);
        facts.Type.Tag.ShouldBe(tag);
        (await Tool.RunAsync("file", "-b", path)).Trim().ShouldBe(facts.Type.Magic);
    }

    [ToolTheory("file", "x86_64-w64-mingw32-gcc")]
    [InlineData("coff", "Intel amd64 COFF object file", """echo 'int f(void) { return 1; }' > a.c && x86_64-w64-mingw32-gcc -c a.c -o $o""")]
    public Task Object_files(string tag, string magic, string script) => CompareAsync(tag, magic, script);

    [ToolFact("file", "/usr/share/icons/hicolor/icon-theme.cache")]
    public async Task A_cache_of_icons_is_no_font() =>
        (await FileAnalyzer.AnalyzeFileAsync("/usr/share/icons/hicolor/icon-theme.cache")).Type.Tag.ShouldBeNull();

    [ToolFact("/usr/lib/php/8.2/php.ini-production")]
    public async Task The_configuration_of_PHP_is_text() =>
        (await FileAnalyzer.AnalyzeFileAsync("/usr/lib/php/8.2/php.ini-production")).Type.Tag.ShouldBe("text");

    [Fact]
    public void More_than_sixty_types_are_made_and_compared()
    {
        var rows = typeof(RealFileTests).GetMethods().SelectMany(method => method.GetCustomAttributesData())
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => ((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)[0].Value);
        rows.Distinct().Count().ShouldBeGreaterThanOrEqualTo(60);
    }

    [ToolFact("file", "openssl")]
    public Task A_certificate_in_DER_has_no_type_but_is_known() => CompareAsync(
        null, "Certificate, Version=3", "openssl req -x509 -newkey rsa:2048 -nodes -keyout k -subj /CN=a -outform DER -out $o");

    private static async Task CompareAsync(string? tag, string magic, string script)
    {
        using var folder = new TempFolder();
        var path = folder.File("sample");
        await Tool.RunAsync("bash", "-c", $"cd '{folder.Root}' && o='{path}' && {{ {script}; }} > log 2>&1", "make");
        var facts = await FileAnalyzer.AnalyzeFileAsync(path);
        facts.Type.Tag.ShouldBe(tag);
        facts.Problems.ShouldNotContain(problem => problem.Contains("unforeseen", StringComparison.Ordinal));
        if (magic.Length == 0) return;
        facts.Type.Magic.ShouldStartWith(magic);
        (await Tool.RunAsync("file", "-b", path)).ShouldStartWith(magic);
    }
}
